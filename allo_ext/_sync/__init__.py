# Written by scripts/unasync.py from allo_ext/_async/__init__.py: change it there, then `make generate`.
"""The client and its resources, synchronous: derived from `_async`."""
