"""Measurements of builds, pages, widgets, and of the ledger beside its peers."""
