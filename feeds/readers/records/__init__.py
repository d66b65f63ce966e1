"""Records: entries given as keys and values: JSON Lines, YAML, CSV."""
