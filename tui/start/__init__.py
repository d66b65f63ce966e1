"""From the command line to the first frame."""
