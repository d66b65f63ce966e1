"""The keyboard: actions and their keys, and how a key comes to its action."""
