"""The timeline and the steps of a figure."""
