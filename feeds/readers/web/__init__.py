"""Web: pages, and the live blogs in them."""
