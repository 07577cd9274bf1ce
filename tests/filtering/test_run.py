"""Bulk runs over JSON Lines: what is kept, dropped and told, and what a folder is refused for."""

from __future__ import annotations

import errno
import gzip
import json
from pathlib import Path

import pytest

from spin_detect.config import Settings
from spin_detect.errors import ConfigError, InputError
from spin_detect.filtering import FilterOptions, Mode, planning
from spin_detect.filtering import run as run_module
from spin_detect.filtering.run import Progress, run_filter
from spin_detect.reading import ReadOptions
from tests.filtering.cases import GENUINE, SHORT, SPUN, jsonl, read_jsonl, record, records, snapshot


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a folder with two files of records."""
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(jsonl(records(9)))
    (folder / "deep" / "b.jsonl").write_bytes(jsonl(records(6, start=9)))
    return folder


def test_records_keep_their_fields_and_order(source, tmp_path):
    """A kept record is the input's own, with score and verdict behind its fields."""
    run_filter([source], tmp_path / "out")
    kept = read_jsonl(tmp_path / "out" / "kept" / "a.jsonl")
    assert [row["id"] for row in kept] == ["r1", "r2", "r4", "r5", "r7", "r8"]
    assert list(kept[0]) == ["id", "url", "text", "place", "spin_score", "spin_verdict"]
    assert {key: kept[0][key] for key in ("id", "url", "text", "place")} == records(2)[1]
    assert kept[0]["spin_verdict"] == "genuine"


def test_dropped_records_are_set_aside_with_the_reason(source, tmp_path):
    """What is dropped lies whole in dropped/, and says why."""
    run_filter([source], tmp_path / "out")
    dropped = read_jsonl(tmp_path / "out" / "dropped" / "deep" / "b.jsonl")
    assert [row["id"] for row in dropped] == ["r9", "r12"]
    assert dropped[0]["text"].startswith(SPUN)
    assert dropped[0]["spin_reason"].startswith("spun: ")


def test_summary_counts_everything(source, tmp_path):
    """The summary adds up: verdicts, reasons, histogram, hosts."""
    counts = run_filter([source], tmp_path / "out")
    told = json.loads((tmp_path / "out" / "summary.json").read_bytes())
    assert (counts.documents, counts.kept, counts.dropped, counts.failed) == (15, 10, 5, 0)
    assert (told["documents"], told["kept"], told["dropped"]) == (15, 10, 5)
    assert told["verdicts"] == {"spun": 5, "suspect": 0, "genuine": 10, "unscored": 0}
    assert told["reasons"] == {"genuine": 10, "spun": 5}
    assert sum(part["documents"] for part in told["histogram"]) == 15
    assert {host["host"]: host["documents"] for host in told["hosts"]} == {"host0.example": 8, "host1.example": 7}
    assert told["versions"]["model"]


def test_what_cannot_be_scored_is_kept(tmp_path):
    """A short text has no score, the verdict unscored, and stays."""
    (tmp_path / "a.jsonl").write_bytes(jsonl([record(1, SHORT), record(2, "le chat est dans la maison " * 10)]))
    counts = run_filter([tmp_path / "a.jsonl"], tmp_path / "out")
    kept = read_jsonl(tmp_path / "out" / "kept" / "a.jsonl")
    assert [(row["spin_score"], row["spin_verdict"]) for row in kept] == [(None, "unscored")] * 2
    assert counts.reasons == {"too_short": 1, "not_english": 1}


def test_min_words_and_threshold_decide(source, tmp_path):
    """The settings of the run reach the judgement."""
    longer = FilterOptions(Settings(min_words=500))
    assert run_filter([source], tmp_path / "one", longer).verdicts == {"unscored": 15}
    assert run_filter([source], tmp_path / "two", FilterOptions(Settings(threshold=0.0))).dropped == 15


def test_annotate_keeps_everything_and_shows_the_findings(source, tmp_path):
    """In the mode annotate nothing is dropped, and findings point into the text."""
    run_filter([source], tmp_path / "out", FilterOptions(mode=Mode.ANNOTATE))
    assert not (tmp_path / "out" / "dropped").exists()
    first = read_jsonl(tmp_path / "out" / "kept" / "a.jsonl")[0]
    assert first["spin_verdict"] == "spun"
    assert first["spin_findings"]
    for found in first["spin_findings"]:
        assert first["text"][found["start"] : found["end"]] == found["text"]
    assert "invasion" in first["spin_restored"]


def test_restore_mends_spun_texts_and_keeps_the_original(source, tmp_path):
    """In the mode restore a spun text is restored beside its original; others stay as they are."""
    run_filter([source], tmp_path / "out", FilterOptions(mode=Mode.RESTORE))
    kept = read_jsonl(tmp_path / "out" / "kept" / "a.jsonl")
    assert "invasion of Ukraine" in kept[0]["text"]
    assert kept[0]["spin_original"] == records(1)[0]["text"]
    assert kept[1]["text"] == records(2)[1]["text"]
    assert "spin_original" not in kept[1]


def test_dedupe_litter_makes_copies_equal(tmp_path):
    """Two copies of a text that differ by scraper litter come out as one."""
    settings = Settings(threshold=1.0)
    rows = [record(1, GENUINE.strip()), record(1, f"[ad_1]\n{GENUINE.strip()}\n\nLeave a Reply")]
    (tmp_path / "a.jsonl").write_bytes(jsonl(rows))
    run_filter([tmp_path / "a.jsonl"], tmp_path / "out", FilterOptions(settings, dedupe_litter=True))
    one, other = (row["text"].strip() for row in read_jsonl(tmp_path / "out" / "kept" / "a.jsonl"))
    assert one == other == GENUINE.strip()


def test_bad_lines_are_kept_aside(tmp_path):
    """Broken JSON, other values, a missing text: each is listed with file, record and error; the rest goes on."""
    lines = [b"[1, 2]", b"{broken", b'{"id": "x"}', b'{"text": 5}', b"", jsonl(records(2)).rstrip(b"\n"), b'"text"']
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    counts = run_filter([tmp_path / "a.jsonl"], tmp_path / "out")
    failed = read_jsonl(tmp_path / "out" / "failed.jsonl")
    assert [row["record"] for row in failed] == [1, 2, 3, 4, 8]
    assert all(row["file"].endswith("a.jsonl") and row["error"] for row in failed)
    assert (counts.documents, counts.failed, counts.broken_inputs) == (2, 5, 0)


def test_odd_characters_come_through(tmp_path):
    """NUL bytes, lone surrogates and big numbers leave as they came."""
    line = b'{"text": "nul \\u0000 and \\ud800 ' + GENUINE.encode() + b'", "n": 123456789012345678901234567890}\n'
    (tmp_path / "a.jsonl").write_bytes(line)
    run_filter([tmp_path / "a.jsonl"], tmp_path / "out")
    (kept,) = read_jsonl(tmp_path / "out" / "kept" / "a.jsonl")
    assert kept["text"].startswith("nul \0 and \ud800 ")
    assert kept["n"] == 123456789012345678901234567890


def test_two_workers_write_what_one_writes(source, tmp_path):
    """The number of processes changes nothing in the output."""
    run_filter([source], tmp_path / "one")
    run_filter([source], tmp_path / "two", jobs=2)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz"])
def test_a_big_file_is_shared_out(ending, tmp_path, monkeypatch):
    """A file that is cut into ranges gives the files, the failures and the counts of one that is not."""
    data = jsonl(records(40)) + b"{broken\n\n[1]\n" + jsonl(records(20, start=40)) + b'{"id": "x"}'
    path = tmp_path / f"a.{ending}"
    path.write_bytes(gzip.compress(data) if ending.endswith("gz") else data)
    run_filter([path], tmp_path / "whole")
    monkeypatch.setattr(planning, "_PIECE_BYTES", 2000)
    monkeypatch.setattr(planning, "_COMPRESSED_PIECE_BYTES", 200)
    run_filter([path], tmp_path / "cut", jobs=2)
    whole, cut = snapshot(tmp_path / "whole"), snapshot(tmp_path / "cut")
    shards = [json.loads(files.pop("summary.json")).pop("shards") for files in (whole, cut)]
    assert shards[0] == 1
    assert shards[1] > 3
    assert whole == cut
    assert [row["record"] for row in read_jsonl(tmp_path / "cut" / "failed.jsonl")] == [41, 43, 64]


def test_pieces_are_joined_once(tmp_path, monkeypatch):
    """Stopped while the pieces of a file are put together or removed, the run ends the same."""
    (tmp_path / "a.jsonl").write_bytes(jsonl(records(40)))
    monkeypatch.setattr(planning, "_PIECE_BYTES", 2000)
    run_filter([tmp_path / "a.jsonl"], tmp_path / "whole")
    real = Path.unlink

    def stop(self: Path, missing_ok: bool = False) -> None:
        if self.parent.name == "kept" and self.stem == "0000002":
            raise KeyboardInterrupt
        real(self, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", stop)
        with pytest.raises(KeyboardInterrupt):
            run_filter([tmp_path / "a.jsonl"], tmp_path / "out")
    run_filter([tmp_path / "a.jsonl"], tmp_path / "out")
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")
    left = [path for path in (tmp_path / "out" / ".spin-detect").rglob("*") if path.suffix == ".jsonl"]
    assert left == []


def test_a_run_goes_on_where_it_was_stopped(source, tmp_path, monkeypatch):
    """Finished shards are not worked on again, and the result is that of an uninterrupted run."""
    run_filter([source], tmp_path / "whole")

    def stop(progress: Progress) -> None:
        if progress.shards_done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_filter([source], tmp_path / "out", watch=stop)
    assert not (tmp_path / "out" / "summary.json").exists()
    worked = []
    real = run_module.run_shards

    def spy(shards, *rest):
        worked.extend(shards)
        return real(worked, *rest)

    monkeypatch.setattr(run_module, "run_shards", spy)
    run_filter([source], tmp_path / "out")
    assert [shard.number for shard in worked] == [1]
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")


def test_a_finished_run_is_left_as_it_is(source, tmp_path):
    """The same command once more finds everything done."""
    run_filter([source], tmp_path / "out")
    before = snapshot(tmp_path / "out")
    run_filter([source], tmp_path / "out")
    assert snapshot(tmp_path / "out") == before


def test_other_settings_are_refused(source, tmp_path):
    """A folder of another run is not touched; the message says what differs."""
    run_filter([source], tmp_path / "out")
    before = snapshot(tmp_path / "out")
    with pytest.raises(ConfigError, match=r"threshold was None, is 0\.5"):
        run_filter([source], tmp_path / "out", FilterOptions(Settings(threshold=0.5)))
    assert snapshot(tmp_path / "out") == before


def test_changed_inputs_are_refused(source, tmp_path):
    """A file that changed since the run began is named."""
    run_filter([source], tmp_path / "out")
    (source / "a.jsonl").write_bytes(jsonl(records(2)))
    with pytest.raises(ConfigError, match=r"changed since: .*a\.jsonl"):
        run_filter([source], tmp_path / "out")


def test_a_folder_with_other_things_is_refused(source, tmp_path):
    """Nothing is written into a folder that holds something else."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(ConfigError, match="not empty"):
        run_filter([source], tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_two_runs_in_one_folder_are_refused(source, tmp_path):
    """While a process works in a folder, no other one may."""

    def again(_: Progress) -> None:
        run_filter([source], tmp_path / "out")

    with pytest.raises(ConfigError, match="another process"):
        run_filter([source], tmp_path / "out", watch=again)


def test_output_inside_the_input_folder_is_no_input(source, tmp_path):
    """The output may lie in the folder that is read, also the second time."""
    run_filter([source], source / "out")
    counts = run_filter([source], source / "out")
    assert counts.documents == 15


def test_patterns_and_equal_names(tmp_path):
    """A pattern in quotes is followed, and files of one name keep their folders."""
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.jsonl").write_bytes(jsonl(records(1, start=1)))
    run_filter([f"{tmp_path}/*/a.jsonl"], tmp_path / "out")
    assert sorted(path.parent.name for path in (tmp_path / "out" / "kept").rglob("*.jsonl")) == ["x", "y"]
    with pytest.raises(InputError, match="matches this pattern"):
        run_filter([f"{tmp_path}/*/b.jsonl"], tmp_path / "out2")
    with pytest.raises(InputError, match="named twice"):
        run_filter([tmp_path / "x", tmp_path / "x" / "a.jsonl"], tmp_path / "out2")


def test_a_name_without_a_format_is_refused(tmp_path):
    """A file whose name tells nothing needs --input-format."""
    (tmp_path / "a.dat").write_bytes(jsonl(records(1)))
    with pytest.raises(InputError, match="--input-format"):
        run_filter([tmp_path / "a.dat"], tmp_path / "out")


def test_a_full_disk_loses_nothing(source, tmp_path, monkeypatch):
    """When the disk is full the run ends with the error of the system, and goes on later."""
    run_filter([source], tmp_path / "whole")
    with monkeypatch.context() as patch:
        full = OSError(errno.ENOSPC, "No space left on device")
        patch.setattr("spin_detect.filtering.sinks.sink.LazyOutput.write_line", _raise(full))
        with pytest.raises(OSError, match="No space left"):
            run_filter([source], tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*.part"))
    run_filter([source], tmp_path / "out")
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")


def _raise(error):
    def write(*_):
        raise error

    return write


def test_a_line_over_the_limit_fails_alone(tmp_path):
    """A document larger than the limit is counted and explained; the others go on."""
    (tmp_path / "a.jsonl").write_bytes(jsonl([record(1, GENUINE * 50), record(2, GENUINE)]))
    options = FilterOptions(read=ReadOptions(max_document_bytes=5000))
    counts = run_filter([tmp_path / "a.jsonl"], tmp_path / "out", options)
    assert (counts.kept, counts.failed) == (1, 1)
    assert "limit" in read_jsonl(tmp_path / "out" / "failed.jsonl")[0]["error"]
