"""From a delivery's body to a typed event."""
