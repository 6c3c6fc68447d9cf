"""Checks of sources and of executed notebooks."""
