"""Social: what networks and channels give."""
