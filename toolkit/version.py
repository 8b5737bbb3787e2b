"""The version of the toolkit, in the one place from which all else reads it."""

__version__ = "0.1.0"
