"""The program as people start it: in a process of its own, with pipes, signals and the real analysis."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from .conftest import ROOT
from .texts import GENUINE, SPUN

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
HEAVY = ("spacy", "numpy", "rich.table", "lemminflect", "wordfreq", "jinja2", "pyarrow", "multiprocessing")


@pytest.mark.parametrize("options", [["--help"], ["--version"], ["score", "--help"], ["restore", "-h"], []])
def test_help_and_version_import_nothing_heavy(options):
    """They answer at once, without spaCy or numpy."""
    code = f"""
import sys
from spin_detect.cli.app import app
try:
    app({options!r}, prog_name="spin-detect")
except SystemExit:
    pass
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    heavy = [name for name in HEAVY if not (name == "rich.table" and "--version" not in options)]
    assert not [name for name in heavy if f"'{name}'" in result.stderr]


def test_help_is_quick(start):
    """Within 0.3 s on a free core; the best of five runs, as cores are not always free."""

    def seconds():
        started = time.perf_counter()
        assert start("--help").returncode == 0
        return time.perf_counter() - started

    assert min(seconds() for _ in range(5)) < 0.3


def test_version_names_tool_model_and_lexicon(start):
    """In one line on stdout, the very versions that analyses carry."""
    from spin_detect import __version__, analyze

    told = analyze(GENUINE)
    result = start("--version")
    assert result.returncode == 0
    assert result.stdout.decode() == f"spin-detect {__version__} (model {told.model}, lexicon {told.lexicon})\n"


def test_the_real_analysis_keeps_the_contract(start, tmp_path):
    """A result for every document, offsets that slice, and where nothing is found the restored text is the text."""
    (tmp_path / "spun.txt").write_bytes(SPUN.encode())
    (tmp_path / "genuine.txt").write_bytes(GENUINE.encode())
    (tmp_path / "short.txt").write_bytes(b"word")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "nul.txt").write_bytes(GENUINE.encode() + b"\0 \0")
    result = start("score", ".", "--format", "jsonl")
    assert result.returncode in (0, 1), result.stderr.decode()
    values = {value["id"]: value for value in map(json.loads, result.stdout.decode().splitlines())}
    assert sorted(values) == ["empty.txt", "genuine.txt", "nul.txt", "short.txt", "spun.txt"]
    for name, value in values.items():
        text = (tmp_path / name).read_bytes().decode()
        assert all(text[found["start"] : found["end"]] == found["text"] for found in value["findings"])
        assert value["findings"] or value["restored"] == text
    assert values["short.txt"]["verdict"] == values["empty.txt"]["verdict"] == "unscored"


def test_several_processes_give_the_same(start, tmp_path):
    """In the same order, bad lines in their places."""
    lines = [json.dumps({"id": str(number), "text": f"{GENUINE} {number}"}) for number in range(120)]
    lines[60] = "{"
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    one = start("score", "a.jsonl", "--format", "jsonl")
    two = start("score", "a.jsonl", "--format", "jsonl", "-j", "2")
    assert one.returncode == two.returncode == 2
    assert one.stdout == two.stdout
    assert len(one.stdout.splitlines()) == 120


def test_a_reader_that_goes_away_is_no_error_to_talk_about(tmp_path):
    """As after `| head -1`: nothing on stderr, no traceback."""
    lines = [json.dumps({"id": str(number), "text": GENUINE}) for number in range(3000)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    command = [sys.executable, "-m", "spin_detect", "score", "a.jsonl", "--format", "jsonl", "-q"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=ENVIRONMENT
    ) as process:
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141


@pytest.mark.skipif(os.name == "nt", reason="signals differ on Windows")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_control_c_ends_with_130(tmp_path, jobs):
    """At once, with a word instead of a traceback."""
    command = [
        sys.executable,
        "-m",
        "spin_detect",
        "score",
        "-",
        "--format",
        "jsonl",
        "--stdin-filename",
        "x.jsonl",
        "-j",
        jobs,
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=ENVIRONMENT
    ) as process:
        line = json.dumps({"text": GENUINE}).encode() + b"\n"
        process.stdin.write(line * 120)
        process.stdin.flush()
        if jobs == "1":
            assert process.stdout.readline()
        else:
            time.sleep(2)
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=30) == 130
            assert process.stderr.read() == b"spin-detect: interrupted\n"
        finally:
            process.kill()


def test_results_are_utf8_whatever_the_locale(start, tmp_path):
    """A pipeline must not break on the machine of somebody else."""
    (tmp_path / "a.txt").write_bytes((GENUINE + "naïve 😀").encode())
    result = start("score", "a.txt", "--format", "jsonl", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout.decode("utf-8"))["restored"].endswith("naïve 😀")


def test_a_report_is_written(start, tmp_path):
    """One page, with the failed document in it; exit code 2 says that one failed."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_bytes(SPUN.encode())
    (tmp_path / "texts/b.txt").write_bytes(b"%PDF-1.7")
    result = start("report", "texts", "-o", "page.html")
    assert (result.returncode, result.stdout) == (2, b"")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "a PDF file" in page
    assert start("report", "texts").returncode == 2
