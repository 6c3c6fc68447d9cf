"""What stands on the pages: directives, and changes to what notebooks and extensions bring."""
