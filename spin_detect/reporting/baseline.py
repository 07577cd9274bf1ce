"""Baselines: findings of an earlier JSON report are known and not told again."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spin_detect.errors import InputError
from spin_detect.records import Verdict
from spin_detect.reporting.fingerprints import fingerprints
from spin_detect.reporting.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Baseline:
    """The documents that an earlier report called spun, and the fingerprints of all its findings."""

    spun: frozenset[str]
    findings: frozenset[str]

    def apply(self, outcome: Outcome) -> Outcome:
        """Return `outcome` less the known findings; a document known as spun is `known` if nothing in it is new."""
        analysis = outcome.analysis
        prints = fingerprints(analysis.id, ((found.kind, found.text) for found in analysis.findings))
        new = tuple(
            found for found, print_ in zip(analysis.findings, prints, strict=True) if print_ not in self.findings
        )
        return replace(outcome, analysis=replace(analysis, findings=new), known=analysis.id in self.spun and not new)


def load_baseline(path: Path) -> Baseline:
    """Return the baseline in a report of `score --format json` or `jsonl`. Raises `InputError` for anything else."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the baseline cannot be read: {error}") from error
    spun: set[str] = set()
    findings: set[str] = set()
    for number, item in enumerate(_objects(text, path), 1):
        try:
            id_ = item["id"]
            pairs = [(found["kind"], found["text"]) for found in item["findings"]]
            known = item["verdict"] == Verdict.SPUN
            findings.update(fingerprints(id_, pairs))
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path}: item {number} lacks id, verdict or findings; write the baseline with score --format json"
            ) from error
        if known:
            spun.add(id_)
    return Baseline(frozenset(spun), frozenset(findings))


def _objects(text: str, path: Path) -> list[Any]:
    """Return the objects of a JSON or JSON Lines report."""
    try:
        if text.lstrip().startswith("["):
            return list(json.loads(text))
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: the baseline is not a JSON report: {error}") from error
