"""How the command line is tried: in this process with a small double for the analysis, or as people start it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from spin_detect.config import Settings
from spin_detect.records import Analysis, Finding, Kind, SentenceScore, Step, Suggestion, Verdict

ROOT = Path(__file__).parents[2]
SWAPS = {"irruption": "invasion", "Chilly Battle": "Cold War", "colors": "troops"}


def analyze(text: str, settings: Settings | None = None) -> Analysis:
    """Find the words of `SWAPS`; three of them make a text spun, and BOOM breaks everything."""
    settings = settings or Settings()
    if "BOOM" in text:
        raise RuntimeError("it went off")
    words = len(text.split())
    if words < settings.min_words:
        return Analysis(text, None, Verdict.UNSCORED, words, restored=text, error="too short", model="m", lexicon="l")
    found = [match for match in re.finditer("|".join(SWAPS), text) if match[0] not in settings.allowed]
    findings = tuple(
        Finding(at.start(), at.end(), at[0], Kind.WORD, 0.9, (Suggestion(SWAPS[at[0]], 0.8),), f"x:{at[0]}", "Why.")
        for at in found
        if f"x:{at[0]}" not in settings.disabled_entries
    )
    plan = tuple(Step(one.start, one.end, one.text, SWAPS[one.text], 0.8) for one in findings)
    plan = plan if settings.min_confidence <= 0.8 else ()
    restored = text
    for step in reversed(plan):
        restored = restored[: step.start] + step.new + restored[step.end :]
    score = min(0.99, 0.05 + 0.3 * len(findings))
    threshold = 0.9 if settings.threshold is None else settings.threshold
    verdict = Verdict.SPUN if score >= threshold else Verdict.SUSPECT if score > 0.3 else Verdict.GENUINE
    sentences = (SentenceScore(0, len(text), score, restored),)
    return Analysis(text, score, verdict, words, ("odd",), sentences, findings, plan, restored, "m", "l")


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the double in the place of the analysis."""
    monkeypatch.setattr(
        "spin_detect.analyze_many", lambda texts, settings=None: (analyze(text, settings) for text in texts)
    )


@pytest.fixture
def run(double: None, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return a function that runs a command in the empty folder `tmp_path`, with the double."""
    from spin_detect.cli.app import app

    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: object, stdin: str | bytes | None = None, **environment: str) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, env=environment)

    return run_command


@pytest.fixture
def start(tmp_path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Return a function that starts the program itself in the folder `tmp_path`."""

    def start_program(*arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-W", "error::ResourceWarning", "-m", "spin_detect", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            timeout=120,
            check=False,
        )

    return start_program
