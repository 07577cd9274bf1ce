"""Settings: one frozen record with defaults, handed down whole, and where they are read from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from spin_detect.errors import ConfigError

TABLE = "spin-detect"
"""Name of the table in `pyproject.toml`: `[tool.spin-detect]`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts as spun. Make a variant with `dataclasses.replace`.

    `threshold` and `suspect_threshold` are document scores (probabilities); `None` takes the model's own, chosen at a
    stated false-positive rate. `min_words` is the length under which a text stays unscored. `min_confidence` is the
    probability that the first suggestion of a finding needs in order to be applied. `allowed` are phrases that are
    never findings, `disabled_entries` ids of lexicon entries that are switched off. `lexicon` adds a file or folder of
    entries to the shipped ones, or replaces them with `replace_lexicon`.
    """

    threshold: float | None = None
    suspect_threshold: float | None = None
    min_words: int = 20
    min_confidence: float = 0.15
    allowed: tuple[str, ...] = ()
    disabled_entries: tuple[str, ...] = ()
    lexicon: Path | None = None
    replace_lexicon: bool = False
    max_suggestions: int = 3

    def __post_init__(self) -> None:
        for name in ("threshold", "suspect_threshold", "min_confidence"):
            value = getattr(self, name)
            if value is not None and not 0.0 <= value <= 1.0:
                raise ConfigError(f"{name} must be between 0 and 1, not {value!r}")
        if self.min_words < 1:
            raise ConfigError(f"min_words must be at least 1, not {self.min_words!r}")
        if self.max_suggestions < 1:
            raise ConfigError(f"max_suggestions must be at least 1, not {self.max_suggestions!r}")
        for name in ("allowed", "disabled_entries"):
            value = getattr(self, name)
            if isinstance(value, str):
                raise ConfigError(f"{name} must be several strings, not the one {value!r}")
            object.__setattr__(self, name, tuple(value))  # Lists are taken too; settings must have a hash.


def settings_from_mapping(table: dict[str, Any], *, base: Settings | None = None, where: str = "settings") -> Settings:
    """Return `base` with the values of `table`, whose keys may be written with hyphens.

    Raises `ConfigError` for an unknown key or a value of the wrong type, naming `where` it stands.
    """
    base = base or Settings()
    known = {f.name: f for f in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            raise ConfigError(f"{where}: unknown key {key!r}; known are {', '.join(sorted(known))}")
        values[name] = _coerced(name, value, where)
    try:
        return replace(base, **values)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}") from error


def _coerced(name: str, value: Any, where: str) -> Any:
    """Return `value` in the type of the setting `name`."""
    wrong = ConfigError(f"{where}: {name} cannot be {value!r}")
    if name in {"allowed", "disabled_entries"}:
        if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
            raise wrong
        return tuple(value)
    if name == "lexicon":
        if not isinstance(value, (str, Path)):
            raise wrong
        return Path(value)
    if name == "replace_lexicon":
        if not isinstance(value, bool):
            raise wrong
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise wrong
    if name in {"min_words", "max_suggestions"}:
        if not isinstance(value, int):
            raise wrong
        return value
    return float(value)


def find_pyproject(start: Path) -> Path | None:
    """Return the nearest `pyproject.toml` with a `[tool.spin-detect]` table, from `start` upwards."""
    for folder in (start, *start.parents):
        path = folder / "pyproject.toml"
        if path.is_file() and TABLE in _tool_tables(path):
            return path
    return None


def load_settings(path: Path, *, base: Settings | None = None) -> Settings:
    """Return the settings of the `[tool.spin-detect]` table of `path`; paths in it are relative to its folder.

    Raises `ConfigError` where the file cannot be read, has no such table, or says something that cannot be.
    """
    table = _tool_tables(path).get(TABLE)
    if table is None:
        raise ConfigError(f"{path}: there is no table [tool.{TABLE}] in it")
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [tool.{TABLE}] must be a table, not {table!r}")
    settings = settings_from_mapping(table, base=base, where=f"{path}: [tool.{TABLE}]")
    if settings.lexicon is not None and not settings.lexicon.is_absolute() and "lexicon" in table:
        settings = replace(settings, lexicon=path.parent / settings.lexicon)
    return settings


def _tool_tables(path: Path) -> dict[str, Any]:
    """Return the `[tool]` tables of a TOML file."""
    try:
        tables: dict[str, Any] = tomllib.loads(path.read_text("utf-8")).get("tool", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    return tables
