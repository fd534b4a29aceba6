"""Reading a list to its end: page by page, ahead, and within a span of time."""
