"""Groups of options that several commands take together: each is a dataclass, and a parameter of the commands."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any, get_type_hints

from spin_detect.cli import options
from spin_detect.config import Settings, find_pyproject, load_settings
from spin_detect.errors import ConfigError
from spin_detect.reading.documents import Format, ReadOptions


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read."""

    input_format: options.InputFormat = Format.AUTO
    text_field: options.TextField = "text"
    id_field: options.IdField = None

    def options(self, stdin_filename: str | None = None) -> ReadOptions:
        """Return what the readers go by."""
        return ReadOptions(self.input_format, self.text_field, self.id_field, stdin_filename)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What texts are judged by, the threshold left aside: not every command judges."""

    min_confidence: options.MinConfidence = None
    lexicon: options.LexiconPath = None
    replace_lexicon: options.ReplaceLexicon = False
    allow: options.Allow = None
    disable: options.Disable = None
    config: options.Config = None
    isolated: options.Isolated = False

    def settings(self, threshold: float | None = None) -> Settings:
        """Return the settings of a run: defaults, then the configuration file, then the options.

        Options that are not given leave the configured value, lists add to it.
        """
        if self.config is not None and self.isolated:
            raise ConfigError("--config and --isolated exclude each other")
        path = None if self.isolated else self.config or find_pyproject(Path.cwd())
        settings = load_settings(path) if path is not None else Settings()
        changes: dict[str, Any] = {
            "threshold": threshold,
            "min_confidence": self.min_confidence,
            "lexicon": self.lexicon,
            "replace_lexicon": self.replace_lexicon or None,
            "allowed": (*settings.allowed, *self.allow) if self.allow else None,
            "disabled_entries": (*settings.disabled_entries, *self.disable) if self.disable else None,
        }
        settings = replace(settings, **{name: value for name, value in changes.items() if value is not None})
        if settings.replace_lexicon and settings.lexicon is None:
            raise ConfigError("--replace-lexicon needs --lexicon: which entries should there be instead?")
        return settings


def unfolded(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command as typer takes it: for each parameter that is a group, the options of the group."""
    groups: dict[str, Any] = {}
    parameters: list[Parameter] = []
    for name, parameter in inspect.signature(command, eval_str=True).parameters.items():
        if is_dataclass(parameter.annotation):
            groups[name] = parameter.annotation
            parameters += _options_of(parameter.annotation)
        else:
            parameters.append(parameter.replace(kind=Parameter.KEYWORD_ONLY))

    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        command(**given)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__dict__["__signature__"] = Signature(parameters)
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _options_of(group: Any) -> list[Parameter]:
    """Return the fields of a group as parameters."""
    hints = get_type_hints(group, include_extras=True)
    return [
        Parameter(field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name])
        for field in fields(group)
    ]
