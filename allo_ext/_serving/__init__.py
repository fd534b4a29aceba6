"""Shared by every local server: a port to listen on."""
