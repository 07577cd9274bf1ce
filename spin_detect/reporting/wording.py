"""The sentences that several reports share."""

from __future__ import annotations

from spin_detect.records import Analysis, Finding


def verdict_line(analysis: Analysis) -> str:
    """Return verdict, score and reasons in one line."""
    score = "" if analysis.score is None else f" ({analysis.score:.2f})"
    reasons = "; ".join(analysis.reasons)
    return f"{analysis.verdict}{score}{': ' if reasons else ''}{reasons}"


def advice(found: Finding) -> str:
    """Return what a finding says and what to write instead."""
    quoted = f"“{' '.join(found.text.split())}”"
    if not found.suggestions:
        said = f"{quoted} looks spun"
    elif not found.suggestions[0].text.strip():
        said = f"{quoted} should go"
    else:
        said = f"{quoted}: likely {' or '.join(f'“{other.text}”' for other in found.suggestions if other.text)}"
    return f"{said}. {found.reason}" if found.reason else f"{said}."


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
