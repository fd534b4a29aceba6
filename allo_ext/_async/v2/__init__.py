"""Version 2 of the API, resource by resource."""
