"""The public checks of the problems: a module for each problem, ``EXERCISES`` by their names.

The values are numbers for public inputs. No formula stands here: students have these files.
"""
