"""Records on a terminal, and as JSON and CSV."""
