"""The one function that feed text passes before it reaches a terminal."""
