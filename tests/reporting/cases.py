"""Outcomes made by hand, on which reports are tried."""

from __future__ import annotations

from dataclasses import replace

from spin_detect.reading import Document, FailedDocument, Format
from spin_detect.records import Analysis, Finding, Kind, SentenceScore, Step, Suggestion, Verdict
from spin_detect.reporting import Outcome, failure, scored

TEXT = "The naïve 😀 council feared an irruption.\r\nA Chilly\nBattle <b>followed</b>, 50%: they said.\n"


def finding(old: str, *new: str, kind: Kind = Kind.WORD, score: float = 0.91234567) -> Finding:
    start = TEXT.index(old)
    suggestions = tuple(Suggestion(word, 0.8) for word in new)
    return Finding(start, start + len(old), old, kind, score, suggestions, f"news:{old}", "Seldom written, often spun.")


FINDINGS = (finding("irruption", "invasion", "raid"), finding("Chilly\nBattle", "Cold War", kind=Kind.PHRASE))
PLAN = tuple(Step(found.start, found.end, found.text, found.suggestions[0].text, 0.8) for found in FINDINGS)


def analysis(**changes: object) -> Analysis:
    middle = TEXT.index("A Chilly")
    restored = TEXT.replace("irruption", "invasion").replace("Chilly\nBattle", "Cold War")
    cut = restored.index("A Cold")
    whole = Analysis(
        TEXT,
        0.97,
        Verdict.SPUN,
        14,
        ("2 places have a much better wording",),
        (
            SentenceScore(0, middle - 2, 0.9, restored[: cut - 2]),
            SentenceScore(middle, len(TEXT) - 1, 0.8, restored[cut:-1]),
        ),
        FINDINGS,
        PLAN,
        restored,
        "2026.12",
        "2026.12.0",
        "news/a, b.txt",
    )
    return replace(whole, **changes)


def outcome(**changes: object) -> Outcome:
    told = analysis(**changes)
    return scored(Document(told.id, TEXT, told.id), told)


def genuine() -> Outcome:
    return outcome(id="b.txt", score=0.02, verdict=Verdict.GENUINE, findings=(), plan=(), restored=TEXT, reasons=())


def record() -> Outcome:
    told = analysis(id="key")
    return scored(Document("key", TEXT, "shard.jsonl", 7, {}, Format.JSONL), told)


def failed() -> Outcome:
    return failure(FailedDocument("shard.jsonl:3", "shard.jsonl", 3, "not a line of JSON"), "not a line of JSON")
