"""Archived: an archive becomes a desk: its index, what is asked of it, its tally in a thread."""
