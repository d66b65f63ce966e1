"""The text of one entry, or of one edit."""
