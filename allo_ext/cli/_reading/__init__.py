"""Reading calls from either version of the API, in one shape."""
