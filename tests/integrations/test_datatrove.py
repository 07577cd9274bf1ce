"""datatrove: its local executor over its own readers and writers, with several tasks and a rerun."""

from __future__ import annotations

import json
import pickle
import warnings
from pathlib import Path
from typing import Any

import pytest

from spin_detect.config import Settings
from spin_detect.errors import MissingExtraError
from spin_detect.integrations import datatrove as adapter
from tests.filtering.cases import GENUINE, SHORT, SPUN, jsonl, page, read_jsonl, records, write_warc

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("datatrove", reason="runs a pipeline: needs datatrove")
    from datatrove.data import Document
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.writers import JsonlWriter

pytestmark = pytest.mark.filterwarnings("ignore")  # The warnings of datatrove and of what it loads are its own.


def run(folder: Path, reader: Any, *, tasks: int, steps: tuple[Any, ...] = ()) -> dict[str, Any]:
    """Run a pipeline and return its statistics."""
    spin = adapter.SpinFilter(exclusion_writer=JsonlWriter(str(folder / "dropped"), compression=None))
    executor = LocalPipelineExecutor(
        [reader, *steps, spin, JsonlWriter(str(folder / "kept"), compression=None)],
        tasks=tasks,
        workers=1,
        logging_dir=str(folder / "logs"),
    )
    executor.run()
    stats = json.loads((folder / "logs" / "stats.json").read_text())
    (told,) = [step["stats"] for step in stats if "Spin" in step["name"]]
    return told


def ids(folder: Path) -> list[str]:
    return [row["id"] for path in sorted(folder.rglob("*.jsonl")) for row in read_jsonl(path)]


def total(value: Any) -> int:
    return value["total"] if isinstance(value, dict) else value


def test_jsonl_in_several_tasks_and_a_rerun(tmp_path, monkeypatch):
    """Each task filters its files; reasons and metadata are written; a rerun does only what is not done."""
    from datatrove.pipeline.readers import JsonlReader

    source = tmp_path / "in"
    source.mkdir()
    for number in range(3):
        (source / f"{number}.jsonl").write_bytes(jsonl(records(4, start=4 * number)))
    out = tmp_path / "out"
    stats = run(out, JsonlReader(str(source)), tasks=3)
    assert ids(out / "kept") == [f"r{n}" for n in range(12) if n % 3]
    assert ids(out / "dropped") == [f"r{n}" for n in range(12) if n % 3 == 0]
    kept, dropped = (read_jsonl(next((out / part).glob("*.jsonl")))[0] for part in ("kept", "dropped"))
    assert kept["metadata"]["spin_verdict"] == "genuine"
    assert dropped["metadata"]["filter_reason"] == "spun"
    assert total(stats["dropped_spun"]) == 4
    assert total(stats["total"]) == 12

    (out / "logs" / "completions" / "00001").unlink()
    seen: list[str] = []
    real = adapter.SpinFilter.filter_batch

    def spy(self, batch):
        seen.extend(doc.id for doc in batch)
        return real(self, batch)

    monkeypatch.setattr(adapter.SpinFilter, "filter_batch", spy)
    run(out, JsonlReader(str(source)), tasks=3)
    assert seen == ["r4", "r5", "r6", "r7"]


def test_parquet(tmp_path):
    """Rows of Parquet files are filtered."""
    arrow = pytest.importorskip("pyarrow", reason="reads Parquet: needs pyarrow")
    import pyarrow.parquet
    from datatrove.pipeline.readers import ParquetReader

    (tmp_path / "in").mkdir()
    pyarrow.parquet.write_table(arrow.Table.from_pylist(records(6)), tmp_path / "in" / "a.parquet")
    run(tmp_path / "out", ParquetReader(str(tmp_path / "in")), tasks=1)
    assert ids(tmp_path / "out" / "kept") == ["r1", "r2", "r4", "r5"]


def test_warc(tmp_path):
    """Pages of an archive are filtered after their text has been extracted."""
    pytest.importorskip("warcio", reason="reads WARC: needs warcio")
    pytest.importorskip("trafilatura", reason="extracts text: needs trafilatura")
    from datatrove.pipeline.extractors import Trafilatura
    from datatrove.pipeline.readers import WarcReader

    (tmp_path / "in").mkdir()
    pages = [(f"http://site.example/{n}", page(SPUN if n % 2 else GENUINE, f"Page {n}")) for n in range(4)]
    write_warc(tmp_path / "in" / "a.warc.gz", pages)
    run(tmp_path / "out", WarcReader(str(tmp_path / "in")), tasks=1, steps=(Trafilatura(timeout=30),))
    (path,) = (tmp_path / "out" / "kept").glob("*.jsonl")
    assert [row["metadata"]["url"] for row in read_jsonl(path)] == [pages[0][0], pages[2][0]]


def test_one_document_at_a_time():
    """The answer for one document is that of a batch; suspects and unscored ones are counted, and stay."""
    step = adapter.SpinFilter(annotate=True)
    spun, short = Document(SPUN, "a"), Document(SHORT, "b")
    assert step.filter(spun) == (False, "spun")
    assert spun.metadata["spin_findings"]
    assert step.filter(short) is True
    assert short.metadata["spin_score"] is None
    assert step.stats["unscored"].total == 1
    assert adapter.SpinFilter(drop=False).filter(Document(SPUN, "a")) is True


def test_it_pickles_as_settings():
    """What goes to a worker is small: model and lexicon load there."""
    step = adapter.SpinFilter(Settings(threshold=0.5))
    step.filter(Document(SPUN, "a"))
    data = pickle.dumps(step)
    assert len(data) < 5000
    assert pickle.loads(data).settings == Settings(threshold=0.5)  # noqa: S301 - our own


def test_a_text_that_breaks_the_analysis_goes_on_alone(monkeypatch):
    """One text that cannot be analysed is kept and counted; its neighbours are judged."""
    import spin_detect

    real = spin_detect.analyze_many

    def touchy(texts, settings=None):
        texts = list(texts)
        if any("BOOM" in text for text in texts):
            raise RuntimeError("it went off")
        return real(texts, settings)

    monkeypatch.setattr(spin_detect, "analyze_many", touchy)
    step = adapter.SpinFilter()
    found = step.filter_batch([Document(SPUN, "a"), Document("BOOM", "b"), Document("\ud800 " + GENUINE, "c")])
    assert found == [(False, "spun"), True, True]
    assert step.stats["spin_errors"].total == 1


def test_the_missing_extra_is_named(monkeypatch):
    """Without datatrove the adapter says what to install when it is built."""
    monkeypatch.setattr(adapter, "_MISSING", ImportError("no datatrove"))
    with pytest.raises(MissingExtraError, match=r"spin-detect\[datatrove\]"):
        adapter.SpinFilter()
