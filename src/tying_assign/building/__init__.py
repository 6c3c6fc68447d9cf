"""From the one source of a problem: its page, the students' notebook and the instructor's."""
