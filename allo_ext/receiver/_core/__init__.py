"""The receiver itself: bytes and headers in, a reply out."""
