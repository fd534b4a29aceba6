"""Reading whole lists: paging, prefetching, and date windows."""
