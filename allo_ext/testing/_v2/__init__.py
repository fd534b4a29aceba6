"""Version 2 of the API: its handlers, shapes and errors."""
