"""Find, explain and undo article spinning."""

__version__ = "0.1.0"
