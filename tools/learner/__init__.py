"""Learner copies: chapters as notebooks that a plain Jupyter or Colab shows well."""
