"""Plumbline: a policy-brief site whose numbers, quotations and citations are checked."""

__all__ = ["__version__"]

__version__ = "0.1.0"
