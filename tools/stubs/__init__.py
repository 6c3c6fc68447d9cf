"""Stubs: the files of a new chapter or widget, which pass every check."""
