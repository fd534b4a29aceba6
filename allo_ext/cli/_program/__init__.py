"""The program around the commands: settings, options, errors and exit codes."""
