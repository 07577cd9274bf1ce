"""Settings of a run: defaults, then the configuration file, then the options."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from spin_detect.config import Settings, find_pyproject, load_settings
from spin_detect.errors import ConfigError


def settings_for_run(
    *,
    config: Path | None = None,
    isolated: bool = False,
    threshold: float | None = None,
    min_confidence: float | None = None,
    lexicon: Path | None = None,
    replace_lexicon: bool = False,
    allow: list[str] | None = None,
    disable: list[str] | None = None,
) -> Settings:
    """Return the settings of a run; options that are not given leave the configured value, lists add to it."""
    if config is not None and isolated:
        raise ConfigError("--config and --isolated exclude each other")
    path = None if isolated else config or find_pyproject(Path.cwd())
    settings = load_settings(path) if path is not None else Settings()
    changes: dict[str, Any] = {
        "threshold": threshold,
        "min_confidence": min_confidence,
        "lexicon": lexicon,
        "replace_lexicon": replace_lexicon or None,
        "allowed": (*settings.allowed, *allow) if allow else None,
        "disabled_entries": (*settings.disabled_entries, *disable) if disable else None,
    }
    settings = replace(settings, **{name: value for name, value in changes.items() if value is not None})
    if settings.replace_lexicon and settings.lexicon is None:
        raise ConfigError("--replace-lexicon needs --lexicon: which entries should there be instead?")
    return settings
