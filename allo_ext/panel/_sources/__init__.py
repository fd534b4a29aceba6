"""The panel's data: one source for each version of the API."""
