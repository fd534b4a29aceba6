# Written by scripts/unasync.py from allo_ext/_async/v2/__init__.py: change it there, then `make generate`.
"""Version 2 of the API, resource by resource."""
