"""Measurements of builds, pages, widgets, the trace, and of the ledger beside other counters."""
