"""Bulk speed, beside spaCy alone and other steps of a crawl in the same run: `python -m tests.benchmarks.bulk`.

All rates are of one process on the same articles, worked through once before, so that everything is loaded and every
cache is warm, spaCy's too. Workers and growth are measured on the command itself, in processes of their own; the time
that it takes for next to nothing is measured too and taken off. Made-up articles have so few different words that
spaCy's cache answers for nearly all of them: a fair comparison with spaCy needs `--corpus`. On a busy machine trust the
processor seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any

from tests.benchmarks.articles import made_articles
from tests.benchmarks.peers import PEERS, as_page
from tests.benchmarks.speed import (
    CLI,
    Used,
    add_common_options,
    articles_of,
    blank_spacy,
    render,
    run_score,
    run_spacy,
    watched,
)

ARTICLE_WORDS = 300
SHORT_WORDS = 60
FEWEST = 1_000
"""Documents of the first row of the growth table; each row has ten times as many."""
FILES = 8
"""Files that the workers share, each with all articles."""

Contender = tuple[list[str], Callable[[], object], str]
"""The texts, the work on them, and a note."""


def write_jsonl(path: Path, texts: Iterable[str]) -> Path:
    """Write texts as records of a crawl, one at a time."""
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            record = {"id": number, "url": f"https://example.org/{number}", "text": text}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def run_bulk(path: Path) -> None:
    """Filter a file in this process, into a folder that goes away."""
    from spin_detect.filtering.run import run_filter

    with tempfile.TemporaryDirectory() as folder:
        run_filter([path], Path(folder) / "out")


def watched_bulk(paths: list[Path], *, jobs: int = 1) -> Used:
    """Run the command on files, in a process of its own, and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "out")
        return watched(CLI, "filter", *map(str, paths), "-o", out, "-j", str(jobs), "--isolated", "--quiet")


def peers_on(texts: list[str], names: Iterable[str]) -> tuple[dict[str, Contender], dict[str, str]]:
    """Return the peers that are there, made ready, and why the others are not."""
    ready: dict[str, Contender] = {}
    missing: dict[str, str] = {}
    for name in names:
        peer = PEERS[name]
        some = texts[: max(1, len(texts) // peer.share)]
        inputs = [as_page(text) for text in some] if name == "trafilatura" else some
        try:
            work = peer.ready()
        except ImportError as error:
            missing[name] = f"not measured: {error}"
        else:
            ready[name] = (some, lambda work=work, inputs=inputs: work(inputs), peer.note)
    return ready, missing


def rates(texts: list[str], names: Iterable[str], *, repeat: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the rates of everything that works through the texts, and the peers that are missing.

    All take turns, so that a busy machine slows none of them alone.
    """
    nlp = blank_spacy()
    peers, missing = peers_on(texts, names)
    with tempfile.TemporaryDirectory() as folder:
        path = write_jsonl(Path(folder) / "articles.jsonl", texts)
        contenders: dict[str, Contender] = {
            "spacy": (texts, lambda: run_spacy(texts, nlp), "blank English, sentencizer"),
            "spacy anew": (texts, lambda: run_spacy(texts), "made anew each time, cache cold"),
            "scoring": (texts, lambda: run_score(texts), "analyze_many"),
            "bulk": (texts, lambda: run_bulk(path), "filter, JSON Lines to JSON Lines"),
            **peers,
        }
        for _, work, _ in contenders.values():
            work()  # What is loaded on first use is loaded now.
        turns = [{name: timed(work) for name, (_, work, _) in contenders.items()} for _ in range(repeat)]
    return {
        name: rate(some, [turn[name] for turn in turns], note) for name, (some, _, note) in contenders.items()
    }, missing


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds and the processor seconds of some work."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def rate(texts: list[str], times: list[tuple[float, float]], note: str) -> dict[str, Any]:
    """Return what was done in the best of several times."""
    words = sum(len(text.split()) for text in texts)
    seconds, cpu_seconds = map(min, zip(*times, strict=True))
    return {
        "documents": len(texts),
        "words": words,
        "words_per_second": words / seconds,
        "documents_per_second": len(texts) / seconds,
        "words_per_cpu_second": words / max(cpu_seconds, 1e-9),
        "note": note,
    }


def against_targets(measured: dict[str, Any]) -> dict[str, float]:
    """Return the figures that have a target."""
    speeds = {name: values["words_per_second"] for name, values in measured.items()}
    cpu = {name: values["words_per_cpu_second"] for name, values in measured.items()}
    return {
        "score_words_per_second": speeds["scoring"],
        "score_words_per_cpu_second": cpu["scoring"],
        "times_spacy": speeds["spacy"] / speeds["scoring"],
        "times_spacy_anew": speeds["spacy anew"] / speeds["scoring"],
        "overhead_percent": 100 * (speeds["scoring"] / speeds["bulk"] - 1),
        "overhead_cpu_percent": 100 * (cpu["scoring"] / cpu["bulk"] - 1),
    }


def workers(texts: list[str], *, repeat: int) -> dict[str, float]:
    """Return the seconds of one worker and of two on the same files, and of both on next to nothing."""
    with tempfile.TemporaryDirectory() as folder:
        full = [write_jsonl(Path(folder) / f"full{number}.jsonl", texts) for number in range(FILES)]
        tiny = [write_jsonl(Path(folder) / f"tiny{number}.jsonl", texts[:1]) for number in range(FILES)]
        runs = {"start_one": (tiny, 1), "start_two": (tiny, 2), "whole_one": (full, 1), "whole_two": (full, 2)}
        turns = [
            {name: watched_bulk(paths, jobs=jobs).seconds for name, (paths, jobs) in runs.items()}
            for _ in range(repeat)
        ]
    best = {name: min(turn[name] for turn in turns) for name in runs}
    one, two = (max(best[f"whole_{name}"] - best[f"start_{name}"], 1e-3) for name in ("one", "two"))
    return {
        "documents": FILES * len(texts),
        **{f"{name}_seconds": seconds for name, seconds in best.items()},
        "two_workers_times_one": one / two,
    }


def growth(most: int) -> list[dict[str, float]]:
    """Return time and peak memory of the command for more and more short documents, up to `most`."""
    with tempfile.TemporaryDirectory() as folder:
        one = write_jsonl(Path(folder) / "one.jsonl", made_articles(1, words=SHORT_WORDS))
        start = min(watched_bulk([one]) for _ in range(2))
        rows = []
        for documents in growth_sizes(most):
            path = write_jsonl(Path(folder) / f"{documents}.jsonl", short_documents(documents))
            used = watched_bulk([path])
            rows.append(
                {
                    "documents": documents,
                    "seconds": used.seconds,
                    "ms_per_document": 1000 * max(used.seconds - start.seconds, 0) / documents,
                    "cpu_ms_per_document": 1000 * max(used.cpu_seconds - start.cpu_seconds, 0) / documents,
                    "memory_mb": used.memory_mb,
                }
            )
    return rows


def growth_sizes(most: int) -> list[int]:
    """Return how many documents there are in each row."""
    if most < FEWEST:
        return [most] if most > 0 else []
    sizes = [FEWEST]
    while sizes[-1] * 10 <= most:
        sizes.append(sizes[-1] * 10)
    return sizes


def short_documents(documents: int) -> Iterable[str]:
    """Yield short made-up documents, all different, few of them in memory."""
    for seed in count():
        for text in made_articles(min(documents, 100), words=SHORT_WORDS, seed=seed):
            yield text
            documents -= 1
        if not documents:
            return


def how_it_grew(rows: list[dict[str, float]]) -> dict[str, float]:
    """Return the last row beside the first."""
    first, last = rows[0], rows[-1]
    return {
        "most_times_fewest_per_document": last["cpu_ms_per_document"] / max(first["cpu_ms_per_document"], 1e-3),
        "most_times_fewest_memory": last["memory_mb"] / first["memory_mb"],
        "memory_mb": last["memory_mb"],
    }


def load() -> float:
    """Return the load average of the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return all figures."""
    texts = articles_of(arguments.corpus, arguments.documents, words=arguments.words)
    before = load()
    print("measuring rates …", file=sys.stderr)
    measured, missing = rates(texts, arguments.peers, repeat=arguments.repeat)
    figures: dict[str, Any] = {"rates": measured, "missing": missing, "targets": against_targets(measured)}
    print("measuring workers …", file=sys.stderr)
    figures["workers"] = workers(texts, repeat=arguments.repeat)
    print("measuring growth …", file=sys.stderr)
    figures["growth"] = growth(arguments.growth)
    figures["machine"] = {
        "cores": os.cpu_count(),
        "load_before": before,
        "load_after": load(),
        "python": platform.python_version(),
    }
    return figures


def table(figures: dict[str, Any]) -> str:
    """Return the figures as tables, with the targets under them."""
    machine, measured = figures["machine"], figures["rates"]
    floor = measured["spacy"]["words_per_second"]
    lines = [
        f"Python {machine['python']}, {machine['cores']} cores, "
        f"load average {machine['load_before']:.1f} before and {machine['load_after']:.1f} after",
        f"{'':<12}{'documents':>10}{'words/s':>12}{'documents/s':>13}{'words/CPU s':>13}{'× spaCy':>9}",
    ]
    for name, values in measured.items():
        speed = values["words_per_second"]
        lines.append(
            f"{name:<12}{values['documents']:>10,}{speed:>12,.0f}{values['documents_per_second']:>13,.1f}"
            f"{values['words_per_cpu_second']:>13,.0f}{floor / speed:>9.1f}  {values['note']}"
        )
    lines += [f"{name:<12}{reason}" for name, reason in figures["missing"].items()]
    lines.append(render({"targets": figures["targets"], "workers": figures["workers"]}))
    if figures["growth"]:
        lines.append(f"growth{'documents':>11}{'seconds':>10}{'ms/document':>13}{'CPU ms':>8}{'peak MB':>9}")
        lines += [
            f"{'':<6}{row['documents']:>11,}{row['seconds']:>10.1f}{row['ms_per_document']:>13.2f}"
            f"{row['cpu_ms_per_document']:>8.2f}{row['memory_mb']:>9.0f}"
            for row in figures["growth"]
        ]
    if len(figures["growth"]) > 1:
        lines.append(render({"from the first row to the last": how_it_grew(figures["growth"])}))
    return "\n".join(lines)


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bulk", description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=200, help="articles that everything runs on")
    parser.add_argument("--words", type=int, default=ARTICLE_WORDS, help="words of an article")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS), help="peers to run beside, or none")
    parser.add_argument("--growth", type=int, default=10_000, help="most short documents in the table of growth")
    add_common_options(parser)
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> None:
    """Measure and print."""
    arguments = parse(argv)
    figures = measure(arguments)
    print(json.dumps(figures, indent=2) if arguments.json else table(figures))


if __name__ == "__main__":
    main()
