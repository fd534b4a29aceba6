"""Records as plain JSON types, and back; pydantic reads and writes them in the same form."""
