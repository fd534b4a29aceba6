"""Shared by all commands: settings, options, errors and exit codes."""
