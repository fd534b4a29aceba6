"""The version-independent part of the mock: routing, keys, faults, deliveries."""
