"""Claims: ledgers, the queue of review, and decisions."""
