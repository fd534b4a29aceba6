"""Pure functions from records to what the panel shows."""
