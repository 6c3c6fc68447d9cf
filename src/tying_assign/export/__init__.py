"""Hand on problems and grades: to nbgrader, to Gradescope, and into a gradebook of Canvas."""
