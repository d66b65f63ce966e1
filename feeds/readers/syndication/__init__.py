"""Syndication: feeds of articles: RSS, Atom, JSON Feed, WordPress."""
