"""Archive: one file that keeps everything received and everything that a person made of it."""
