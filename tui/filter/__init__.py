"""What is shown: the list of sides, actors and regions, and the line of queries."""
