"""Output of records as tables, JSON and CSV."""
