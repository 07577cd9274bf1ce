"""Picture captions that were merged with the text, or whose credit line was taken for money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spin_detect.artefacts.rules import finding
from spin_detect.records import Finding

_CREDIT = re.compile(
    r"^(?:credit score|credit rating|credit history|debt|loan|mortgage)(?=(?:…|\.\.\.)\w)",
    re.IGNORECASE | re.MULTILINE,
)
_POOL = re.compile(r"(?<=…|\.)Pool (?:picture|image|photograph)(?= by [A-Z])")
_LABEL = re.compile(r"^(Picture|Image|Photo|Photograph)([A-Z][a-z]+)(?=[’' ][a-z])", re.MULTILINE)
_BRANDS = frozenset({"Photoshop", "PhotoShop", "ImageNet", "ImageMagick", "PictureBox", "PhotoKit", "ImageJ"})


def find(text: str) -> Iterator[Finding]:
    """Yield translated picture credits and glued picture labels."""
    if "…" in text or "..." in text:
        for match in _CREDIT.finditer(text):
            yield finding("caption-credit", text, *match.span(), "Credit")
        for match in _POOL.finditer(text):
            yield finding("caption-credit", text, *match.span(), "Pool photo")
    for match in _LABEL.finditer(text):
        if match.group() not in _BRANDS:
            yield finding("caption-glued", text, *match.span(), f"{match.group(1)} {match.group(2)}")
