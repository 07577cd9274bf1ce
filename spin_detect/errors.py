"""The errors that users can meet: one parent, few children, each message saying what, where and what to do."""

from __future__ import annotations


class SpinDetectError(Exception):
    """Anything that spin-detect reports on purpose."""


class ConfigError(SpinDetectError, ValueError):
    """A setting has a value that it cannot have."""


class InputError(SpinDetectError, ValueError):
    """An input cannot be read: a missing path, a wrong field name, a broken record."""


class LexiconError(SpinDetectError, ValueError):
    """A lexicon file is malformed. The message names file and line."""


class ModelError(SpinDetectError, RuntimeError):
    """The shipped model is missing, damaged, or of another version."""


class PlanError(SpinDetectError, ValueError):
    """A restoration plan does not fit the text."""


class MissingExtraError(SpinDetectError, ImportError):
    """An optional dependency is not installed. The message names the extra."""
