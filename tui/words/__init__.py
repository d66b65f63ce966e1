"""Figures, times, claims and troubles in words."""
