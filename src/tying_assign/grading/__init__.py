"""From a folder of submissions to a table of points and a file of feedback for each student."""
