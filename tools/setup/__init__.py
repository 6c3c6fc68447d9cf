"""The environment .venv, what npm brings, and the wheel of the package."""
