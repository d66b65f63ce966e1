"""The desk: the screen that holds the panes, and all that it can do."""
