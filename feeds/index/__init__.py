"""Index: which entries name what, and in which order: compressed bitmaps over ranks in time."""
