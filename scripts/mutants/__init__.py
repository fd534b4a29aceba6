"""Mutation testing: change one thing in the core at a time, and see whether a test notices."""
