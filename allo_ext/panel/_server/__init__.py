"""The panel's server: what it lets in, and what it keeps in the process."""
