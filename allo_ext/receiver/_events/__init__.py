"""Parsing a delivery's body into an event."""
