"""The command line: one module a command; nothing heavy is imported before a command runs."""

from spin_detect.cli.app import main

__all__ = ["main"]
