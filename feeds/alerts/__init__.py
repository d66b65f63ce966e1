"""Alerts: what should be told aloud when it comes in; each event rings once, and none is lost."""
