"""Version 1 of the API, as the mock answers it."""
