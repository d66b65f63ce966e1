"""The screen of nightdesk, and its command line."""
