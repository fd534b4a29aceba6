"""Files that are whole or not there: parts, and where they go."""
