"""Interactive pictures, which work with and without a kernel."""
