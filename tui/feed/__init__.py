"""The feed: entries, and the changes of figures between them."""
