"""The project's own scripts: set-up, execution, build, checks and measurements."""
