"""Imports: sources of any size go into an archive, block by block, and are read anew in it."""
