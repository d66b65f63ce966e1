"""Common: what readers of several kinds share: times, markup, JSON, counting of what is odd."""
