"""Checks of notebooks, of the pages that the book points to, and of a run on a GPU."""
