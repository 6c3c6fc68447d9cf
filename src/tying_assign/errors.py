"""The one exception of the commands: its message is what a teacher reads."""


class AssignError(Exception):
    """Something that the caller can put right; the message says what was wanted and what came."""
