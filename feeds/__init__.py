"""The domain of nightdesk: entries, claims and tally, without a screen."""
