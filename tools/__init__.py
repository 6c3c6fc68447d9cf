"""The project's own commands: set-up, build, checks, learner copies, releases and measurements."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
"""Folder of the project."""
