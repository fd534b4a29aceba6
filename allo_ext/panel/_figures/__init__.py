"""Pure functions that compute the panel's data from records."""
