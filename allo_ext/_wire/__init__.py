"""From the wire to records: pure functions, and the only place that knows the API's quirks."""
