"""The whole book as one PDF, printed by Chromium from the pages that were built."""
