"""Following: live sources are asked through the night, and what is new goes into the archive."""
