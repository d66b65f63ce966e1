"""Texts: live blogs, articles and digests as plain text, told apart by their layout."""
