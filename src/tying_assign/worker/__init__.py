"""What runs beside a student's code, in the sandbox: nothing here is secret, and nothing trusted.

This folder is copied into the sandbox and imports the standard library, numpy and torch only.
"""
