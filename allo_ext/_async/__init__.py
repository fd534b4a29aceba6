"""The client and its resources, asynchronous: the source. `make generate` derives `_sync` from it."""
