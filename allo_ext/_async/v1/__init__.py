"""Version 1 of the API, resource by resource."""
