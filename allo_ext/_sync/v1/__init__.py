# Written by scripts/unasync.py from allo_ext/_async/v1/__init__.py: change it there, then `make generate`.
"""Version 1 of the API, resource by resource."""
