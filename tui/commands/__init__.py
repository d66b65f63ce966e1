"""The headless commands: the same engine without a screen; none of them imports Textual."""
