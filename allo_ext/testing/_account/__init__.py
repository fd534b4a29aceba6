"""The mock's account: lines, people, calls, messages."""
