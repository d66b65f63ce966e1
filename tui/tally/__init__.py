"""The tally: what each side says of its losses."""
