"""Queries: text becomes a query tree, and rows in memory answer it."""
