"""Alerts: what rings, how, and the list of what rang."""
