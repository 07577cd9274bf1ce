"""The counts of a run, shard by shard; they add up and go through JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from spin_detect.filtering.treatment import Treated
from spin_detect.records import Verdict

BINS = 20
_MOST_HOSTS = 1000


@dataclass(slots=True)
class Tally:
    """How many documents there were, and what became of them."""

    documents: int = 0
    kept: int = 0
    dropped: int = 0
    failed: int = 0
    broken_inputs: int = 0
    words: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    histogram: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    spun_hosts: Counter[str] = field(default_factory=Counter)

    def add(self, treated: Treated) -> None:
        """Count a document."""
        analysis = treated.analysis
        self.documents += 1
        self.words += analysis.words
        if treated.decision:
            self.kept += 1
        else:
            self.dropped += 1
        self.verdicts[str(analysis.verdict)] += 1
        self.reasons[treated.decision.reason] += 1
        if analysis.score is not None:
            self.histogram[str(min(BINS - 1, int(analysis.score * BINS)))] += 1
        if host := _host(treated.document.metadata.get("url")):
            self.hosts[host] += 1
            self.spun_hosts[host] += analysis.verdict is Verdict.SPUN

    def merge(self, other: Tally) -> None:
        """Add the counts of `other`."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def as_json(self) -> dict[str, Any]:
        """Return the counts as plain JSON values, sorted."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: dict(sorted(value.items())) if isinstance(value, Counter) else value for name, value in values.items()
        }

    @classmethod
    def of_json(cls, record: dict[str, Any]) -> Tally:
        """Return the counts that `as_json` wrote."""
        counts = cls()
        for name, value in record.items():
            setattr(counts, name, Counter(value) if isinstance(value, dict) else value)
        return counts

    def told(self) -> dict[str, Any]:
        """Return the counts as `summary.json` tells them."""
        plain = ("documents", "kept", "dropped", "failed", "broken_inputs", "words")
        counts: dict[str, Any] = {name: getattr(self, name) for name in plain}
        counts["verdicts"] = {str(verdict): self.verdicts[verdict] for verdict in Verdict}
        counts["reasons"] = dict(sorted(self.reasons.items()))
        counts["histogram"] = [
            {"from": number / BINS, "to": (number + 1) / BINS, "documents": self.histogram[str(number)]}
            for number in range(BINS)
        ]
        ranked = sorted(self.hosts, key=lambda host: (-self.spun_hosts[host], -self.hosts[host], host))
        counts["hosts"] = [
            {"host": host, "documents": self.hosts[host], "spun": self.spun_hosts[host]}
            for host in ranked[:_MOST_HOSTS]
        ]
        counts["hosts_left_out"] = max(0, len(ranked) - _MOST_HOSTS)
        return counts


def _host(url: object) -> str | None:
    """Return the host of a URL, `None` where there is none."""
    if not isinstance(url, str):
        return None
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
