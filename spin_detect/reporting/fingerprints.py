"""Fingerprints: what makes a finding the same one in the next run, when the text around it has moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable


def fingerprints(document: str, findings: Iterable[tuple[str, str]]) -> list[str]:
    """Return a fingerprint for each finding, given as kind and text in the order of the text.

    It is made of the id of the document, the kind, the words and how many of the same came before, not of offsets.
    """
    seen: Counter[tuple[str, str]] = Counter()
    prints = []
    for kind, text in findings:
        key = (kind, " ".join(text.casefold().split()))
        seen[key] += 1
        whole = "\0".join((document, *key, str(seen[key])))
        prints.append(hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return prints
