"""The account that every mock starts from: lines, people, calls, messages."""
