"""The panel's server: access control, and state of the process."""
