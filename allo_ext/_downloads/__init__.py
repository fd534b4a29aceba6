"""Saving downloads: complete files, or part files that can be continued."""
