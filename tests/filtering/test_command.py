"""`spin-detect filter` as people start it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from spin_detect.filtering.run import Progress
from spin_detect.filtering.watching import seconds_left, told
from tests.filtering.cases import GENUINE, jsonl, read_jsonl, records, snapshot

ROOT = Path(__file__).parents[2]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "spin_detect", "filter", *map(str, arguments)]


def run(folder: Path, *arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command(*arguments), cwd=folder, input=stdin, capture_output=True, env=environment, check=False
    )


def test_a_run_tells_how_it_went(tmp_path):
    """Exit code 0 when all was worked through; counts on stderr, nothing on stdout."""
    (tmp_path / "a.jsonl").write_bytes(jsonl(records(3)) + b"[1]\n")
    done = run(tmp_path, "a.jsonl", "-o", "out")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"4 documents: 2 kept, 1 dropped, 1 failed (2 genuine, 1 spun)" in done.stderr
    assert b"failed.jsonl" in done.stderr
    assert run(tmp_path, "a.jsonl", "-o", "out", "--min-words", 30).returncode == 2


def test_a_broken_input_ends_with_an_error(tmp_path):
    """Exit code 2 when an input as a whole could not be read, after all others were worked on."""
    (tmp_path / "a.jsonl").write_bytes(jsonl(records(3)))
    (tmp_path / "b.parquet").write_bytes(b"PAR1 nothing more")
    pytest.importorskip("pyarrow", reason="reads Parquet: needs pyarrow")
    done = run(tmp_path, "a.jsonl", "b.parquet", "-o", "out", "-q")
    assert done.returncode == 2
    assert len(read_jsonl(tmp_path / "out" / "kept" / "a.jsonl")) == 2


@pytest.mark.skipif(find_spec("resource") is None, reason="limits the size of files the Unix way")
def test_no_room_for_the_output_is_told(tmp_path):
    """Exit code 2, a word on how to go on, nothing half written; with room again the run ends as any other."""
    import resource

    (tmp_path / "a.jsonl").write_bytes(jsonl(records(60)))
    arguments = command("a.jsonl", "-o", "out")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        arguments,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)),
    )
    assert done.returncode == 2
    assert b"no room for the output" in done.stderr
    assert b"run the same command again" in done.stderr
    assert not list((tmp_path / "out").rglob("*.part"))
    assert run(tmp_path, "a.jsonl", "-o", "out").returncode == 0
    assert run(tmp_path, "a.jsonl", "-o", "whole").returncode == 0
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")


def test_usage_is_checked_first(tmp_path):
    """A missing -o, a missing input, a stream in several processes: told, exit code 2."""
    (tmp_path / "a.jsonl").write_bytes(jsonl(records(1)))
    assert b"-o DIR" in run(tmp_path, "a.jsonl").stderr
    assert run(tmp_path, "none.jsonl", "-o", "out").returncode == 2
    assert run(tmp_path, "-", "-j", 2).returncode == 2
    assert not (tmp_path / "out").exists()


def test_a_stream_leaves_a_summary(tmp_path):
    """With -o a stream counts into summary.json."""
    done = run(tmp_path, "-", "-o", "aside", stdin=jsonl(records(3)))
    assert done.stdout.count(b"\n") == 2
    assert json.loads((tmp_path / "aside" / "summary.json").read_bytes())["dropped"] == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="sends Ctrl-C the Unix way")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_stops_cleanly_and_can_go_on(jobs, tmp_path):
    """Exit code 130, no traceback, a word on how to go on; the result is that of an uninterrupted run."""
    for number in range(3):
        (tmp_path / f"{number}.jsonl").write_bytes(jsonl(records(100, start=number)))
    arguments = (*sorted(path.name for path in tmp_path.glob("*.jsonl")), "-o", "out", "-j", jobs)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command(*arguments), cwd=tmp_path, stderr=subprocess.PIPE, env=environment, start_new_session=True
    ) as process:
        while not list(tmp_path.glob("out/kept/.*.part")) and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)  # As a terminal does: to all processes of the group.
        _, told_ = process.communicate(timeout=60)
    assert process.returncode == 130, told_
    assert b"Run the same command again" in told_
    assert b"Traceback" not in told_
    assert not list((tmp_path / "out").rglob("*.part"))
    assert run(tmp_path, *arguments).returncode == 0
    whole = [argument if argument != "out" else "whole" for argument in arguments]
    assert run(tmp_path, *whole).returncode == 0
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "whole")


def test_progress_in_a_line():
    """Rate, share of spun documents and time left, as far as something tells them."""
    progress = Progress(10, 1000, documents=50, spun=5)
    assert told(progress, 10) == "50 documents, 5/s, 10.0 % spun, 0 of 10 shards done"
    progress = Progress(10, 1000, 5, 500, documents=50, spun=5, documents_done=50)
    assert seconds_left(progress, 10) == 10
    assert told(progress, 3700).endswith("about 1:01:40 left")


def test_options_of_the_judgement_are_taken(tmp_path):
    """--threshold and --mode reach the run."""
    (tmp_path / "a.txt").write_text(GENUINE)
    assert b"1 dropped" in run(tmp_path, "a.txt", "-o", "one", "--threshold", 0).stderr
    assert b"0 dropped" in run(tmp_path, "a.txt", "-o", "two", "--threshold", 0, "--mode", "annotate").stderr
