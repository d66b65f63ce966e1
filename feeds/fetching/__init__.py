"""Fetching: an address is asked, politely and safely; bytes come back, with their evidence."""
