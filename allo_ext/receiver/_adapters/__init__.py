"""Web frameworks: each adapter turns its framework's request into ours."""
