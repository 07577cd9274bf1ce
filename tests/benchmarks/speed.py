"""Speed, memory and start-up, beside spaCy alone in the same run: `python -m tests.benchmarks.speed`.

`spacy.blank("en")` with the sentencizer is the floor: everything that spin-detect does stands on its tokens.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.articles import ARTICLE_WORDS, made_articles, real_articles

ROOT = Path(__file__).parents[2]
TARGETS = {
    "score_words_per_second": ("≥ 75,000", lambda value: value >= 75_000),
    "times_spacy": ("≤ 6", lambda value: value <= 6),
    "memory_mb": ("≤ 500", lambda value: value <= 500),
    "help_seconds": ("≤ 0.3", lambda value: value <= 0.3),
    "start_times_spacy": ("≤ 1.3", lambda value: value <= 1.3),
    "long_times_short": ("about 1", lambda value: value <= 1.2),
    "overhead_percent": ("≤ 15", lambda value: value <= 15),
    "two_workers_times_one": ("≥ 1.7", lambda value: value >= 1.7),
    "most_times_fewest_per_document": ("about 1", lambda value: value <= 1.2),
    "most_times_fewest_memory": ("about 1", lambda value: value <= 1.2),
}
MEMORY = """
import sys
from tests.benchmarks.speed import {runner}
from tests.benchmarks.articles import made_articles
count = int(sys.argv[1])
for seed in range(max(1, count // 100)):
    {runner}(made_articles(min(count, 100), seed=seed))
"""
WATCH = """
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(code)
"""
CLI = "import sys; from spin_detect.cli import main; sys.exit(main())"
SPACY_START = "import spacy; spacy.blank('en').add_pipe('sentencizer')"


def blank_spacy() -> Any:
    """Return spaCy's blank English pipeline with the sentencizer."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10**9
    return nlp


def run_spacy(texts: Iterable[str], nlp: Any = None) -> None:
    """Tokenise and cut into sentences, nothing else; with a new pipeline if none is given."""
    for _ in (nlp or blank_spacy()).pipe(texts):
        pass


def run_score(texts: Iterable[str]) -> None:
    """Analyse everything, keeping nothing."""
    import spin_detect

    for _ in spin_detect.analyze_many(texts):
        pass


def best_of(times: int, work: Callable[[], object]) -> float:
    """Return the shortest of several wall times: what the machine does undisturbed."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def throughput(texts: list[str], *, repeat: int) -> dict[str, float]:
    """Return words per second of spaCy alone and of scoring, on the same texts, one core."""
    words = sum(len(text.split()) for text in texts)
    run_score(texts[:5])
    run_spacy(texts[:5])
    spacy_seconds = best_of(repeat, lambda: run_spacy(texts))
    score_seconds = best_of(repeat, lambda: run_score(texts))
    return {
        "documents": len(texts),
        "words": words,
        "spacy_words_per_second": words / spacy_seconds,
        "score_words_per_second": words / score_seconds,
        "score_documents_per_second": len(texts) / score_seconds,
        "times_spacy": score_seconds / spacy_seconds,
    }


def memory(documents: int) -> dict[str, float]:
    """Return the peak memory of fresh processes: spaCy alone, scoring some documents, scoring ten times as many."""
    return {
        "spacy_memory_mb": watched(MEMORY.format(runner="run_spacy"), str(documents)).memory_mb,
        "memory_mb": watched(MEMORY.format(runner="run_score"), str(documents)).memory_mb,
        "memory_ten_times_mb": watched(MEMORY.format(runner="run_score"), str(10 * documents))[1],
    }


def start_up(*, repeat: int) -> dict[str, float]:
    """Return seconds to print the help, to score a file of 500 words, and to make a blank spaCy pipeline."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        path.write_text(made_articles(1)[0], "utf-8")
        child(CLI, "score", "--exit-zero", str(path))
        help_seconds = best_of(repeat, lambda: child(CLI, "--help"))
        score_seconds = best_of(repeat, lambda: child(CLI, "score", "--exit-zero", str(path)))
    spacy_seconds = best_of(repeat, lambda: child(SPACY_START))
    return {
        "help_seconds": help_seconds,
        "start_spacy_seconds": spacy_seconds,
        "start_score_seconds": score_seconds,
        "start_times_spacy": score_seconds / spacy_seconds,
    }


def linearity(megabytes: float) -> dict[str, float]:
    """Return seconds for one long document and for as much text in articles."""
    size = int(megabytes * 1_000_000)
    article = made_articles(200)
    short: list[str] = []
    while sum(map(len, short)) < size:
        short += article
    total = 0
    for number, text in enumerate(short):
        total += len(text)
        if total >= size:
            short = short[: number + 1]
            break
    short_seconds = best_of(1, lambda: run_score(short))
    long_seconds = best_of(1, lambda: run_score(["\n\n".join(short)]))
    return {
        "short_seconds": short_seconds,
        "long_seconds": long_seconds,
        "long_times_short": long_seconds / short_seconds,
    }


def child(code: str, *arguments: str) -> str:
    """Run Python code in a fresh process at the root of the project and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments) or code!r} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


class Used(NamedTuple):
    """What a process and its workers took; the memory is the peak of the largest of them."""

    seconds: float
    cpu_seconds: float
    memory_mb: float


def watched(code: str, *arguments: str) -> Used:
    """Run Python code in a fresh process and return what it took.

    A small process starts it, because the peak of a process counts from that of the one that started it.
    """
    return Used(*map(float, child(WATCH, sys.executable, "-c", code, *arguments).split()))


def articles_of(corpus: Path | None, count: int, *, words: int = ARTICLE_WORDS) -> list[str]:
    """Return articles cut from `corpus`, or made up."""
    return real_articles(corpus, count, words=words) if corpus else made_articles(count, words=words)


def measure(arguments: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Return all figures that were asked for, part by part."""
    texts = articles_of(arguments.corpus, arguments.articles)
    parts: dict[str, Callable[[], dict[str, float]]] = {
        "throughput": lambda: throughput(texts, repeat=arguments.repeat),
        "memory": lambda: memory(arguments.articles),
        "start": lambda: start_up(repeat=arguments.repeat),
        "linearity": lambda: linearity(arguments.megabytes),
    }
    figures = {}
    for name in arguments.only or parts:
        print(f"measuring {name} …", file=sys.stderr)
        figures[name] = parts[name]()
    return figures


def render(figures: dict[str, dict[str, float]]) -> str:
    """Return the figures as lines, with the targets beside them."""
    lines = []
    for part, values in figures.items():
        lines.append(part)
        for name, value in values.items():
            number = f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
            target, met = TARGETS.get(name, ("", None))
            verdict = f"   target {target}: {'met' if met(value) else 'MISSED'}" if met else ""
            lines.append(f"  {name.replace('_', ' '):<28}{number:>12}{verdict}")
    return "\n".join(lines)


def add_common_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that every benchmark has."""
    parser.add_argument("--corpus", type=Path, help="plain text to cut articles from, instead of made-up ones")
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the best counts")
    parser.add_argument("--json", action="store_true", help="print JSON")


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.speed", description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=300, help="articles of 500 words")
    parser.add_argument("--megabytes", type=float, default=10, help="size of the long document")
    parser.add_argument("--only", action="append", choices=["throughput", "memory", "start", "linearity"])
    add_common_options(parser)
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> None:
    """Measure and print."""
    arguments = parse(argv)
    figures: dict[str, Any] = measure(arguments)
    print(json.dumps(figures, indent=2) if arguments.json else render(figures))


if __name__ == "__main__":
    main()
