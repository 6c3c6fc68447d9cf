"""Pictures of results: a dataclass and axes in, axes out. Nothing is computed here."""
