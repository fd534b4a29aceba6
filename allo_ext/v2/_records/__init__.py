"""The records of version 2, one module for each noun."""
