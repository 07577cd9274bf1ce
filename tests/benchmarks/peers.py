"""What else runs over a crawl: peers of the bulk command, made ready to be timed on the same articles."""

from __future__ import annotations

import html
import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from math import log10
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.articles import made_articles

Work = Callable[[list[str]], list[object]]

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>{title}</title><meta charset="utf-8"><script>var page = {{}};</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<main><article><h1>{title}</h1>
{paragraphs}
</article></main>
<aside><h2>Read more</h2><ul><li><a href="/1">Another page</a></li><li><a href="/2">One more</a></li></ul></aside>
<footer><p>All rights reserved. <a href="/terms">Terms</a></p></footer></body></html>
"""


class Peer(NamedTuple):
    """How to make a peer ready, on how small a share of the articles it runs, and what to say of it."""

    ready: Callable[[], Work]
    share: int = 1
    note: str = ""


def as_page(text: str) -> str:
    """Return an article as a web page, with what stands around an article there."""
    paragraphs = "\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in text.split("\n\n"))
    return _PAGE.format(title=html.escape(" ".join(text.split()[:8])), paragraphs=paragraphs)


def trafilatura_extraction() -> Work:
    """Return the extraction of the main text from pages."""
    from trafilatura import extract

    return lambda pages: [extract(page) for page in pages]


def gopher_quality() -> Work:
    """Return datatrove's filter with the heuristics of Gopher."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import GopherQualityFilter

    judge = GopherQualityFilter()
    return lambda texts: [judge.filter(Document(text=text, id=str(n))) for n, text in enumerate(texts)]


def proselint_checks() -> Work:
    """Return all checks of proselint."""
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    registry = CheckRegistry()
    if not registry.checks:
        registry.register_many(__register__)
    return lambda texts: [LintFile("article", text).lint() for text in texts]


def kenlm_perplexity() -> Work:
    """Return the perplexity of each line under a small model of word pairs."""
    import kenlm

    quietly = kenlm.Config()
    quietly.show_progress = False
    quietly.arpa_complain = kenlm.ARPALoadComplain.NONE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pairs.arpa"
        path.write_text(arpa(made_articles(200, seed=1)), "utf-8")
        model = kenlm.Model(str(path), quietly)
    return lambda texts: [[model.perplexity(line) for line in text.split("\n") if line] for text in texts]


def arpa(texts: list[str]) -> str:
    """Return a model of the pairs of words in `texts`, as text in the ARPA format; a tenth is kept for other words."""
    lines = [["<s>", *line.split(), "</s>"] for text in texts for line in text.split("\n") if line]
    pairs = Counter(pair for line in lines for pair in pairwise(line))
    before = Counter(first for first, _ in pairs.elements())
    words = Counter(word for line in lines for word in line)
    total = words.total()
    singles = ["-7\t<unk>", *(f"{log10(0.9 * n / total):.4f}\t{word}\t-1" for word, n in words.items())]
    doubles = [f"{log10(0.9 * n / before[pair[0]]):.4f}\t{' '.join(pair)}" for pair, n in pairs.items()]
    head = ["\\data\\", f"ngram 1={len(singles)}", f"ngram 2={len(doubles)}"]
    return "\n".join([*head, "", "\\1-grams:", *singles, "", "\\2-grams:", *doubles, "", "\\end\\", ""])


PEERS = {
    "trafilatura": Peer(trafilatura_extraction, note="extraction from HTML pages"),
    "datatrove": Peer(gopher_quality, note="Gopher quality filter"),
    "proselint": Peer(proselint_checks, share=10, note="all checks"),
    "kenlm": Peer(kenlm_perplexity, note="perplexity of lines, a small model"),
}
