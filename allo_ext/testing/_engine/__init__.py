"""The mock without a version: routing, keys, faults, state, deliveries."""
