"""`spin-detect restore`: the restored text, and everything else byte for byte."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess

import pytest

from .texts import GENUINE, RESTORED, SPUN


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def test_the_restored_text_goes_to_stdout(run, tmp_path):
    """With the line ends and the encoding of the file, talk on stderr."""
    write(tmp_path / "a.txt", SPUN)
    result = run("restore", "a.txt")
    assert (result.exit_code, result.stdout_bytes) == (0, RESTORED.encode())
    assert result.stderr == "1 document: 3 edits in 1 document\n"
    write(tmp_path / "b.txt", b"\xff\xfe" + (SPUN + "naïve").encode("utf-16-le"))
    assert run("restore", "b.txt").stdout_bytes == b"\xff\xfe" + (RESTORED + "naïve").encode("utf-16-le")
    write(tmp_path / "c.txt", (SPUN + "naïve").encode("cp1252"))
    assert run("restore", "c.txt").stdout_bytes == (RESTORED + "naïve").encode("cp1252")


def test_records_that_are_not_spun_keep_what_no_encoding_can_write(run, tmp_path):
    """A record without an edit is the input's own, lone surrogates in any of its fields included."""
    record = {"text": f"{GENUINE} \ud83d", "note": "\ude00"}
    write(tmp_path / "a.jsonl", json.dumps(record))
    assert json.loads(run("restore", "a.jsonl").stdout_bytes) == record


@pytest.mark.parametrize("data", [GENUINE.encode(), b"", b"\xef\xbb\xbfshort", "naïve\r\rx \x0b".encode("cp1252")])
def test_what_is_not_spun_stays_byte_for_byte(run, tmp_path, data):
    """Whatever the bytes are."""
    write(tmp_path / "a.txt", data)
    assert run("restore", "a.txt").stdout_bytes == data
    run("restore", "a.txt", "--in-place")
    assert (tmp_path / "a.txt").read_bytes() == data


def test_several_inputs_are_never_run_together(run, tmp_path):
    """They need a folder, --in-place or --diff; nothing is written before that is clear."""
    write(tmp_path / "a/one.txt", SPUN)
    write(tmp_path / "a/two.txt", GENUINE)
    result = run("restore", "a")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "-o DIR" in result.stderr


def test_a_folder_mirrors_the_inputs(run, tmp_path):
    """Below the names they have in their folder, decompressed, with the failed ones left out."""
    write(tmp_path / "a/one.txt", SPUN)
    write(tmp_path / "a/sub/two.txt.gz", gzip.compress(SPUN.encode()))
    write(tmp_path / "a/bad.txt", b"%PDF-1.7")
    write(
        tmp_path / "a/three.jsonl", json.dumps({"n": 1, "text": SPUN, "z": "é"}) + "\n{\n" + json.dumps({"text": "x"})
    )
    result = run("restore", "a", "-o", "out")
    assert result.exit_code == 2
    names = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert names == ["one.txt", "sub/two.txt", "three.jsonl"]
    assert (tmp_path / "out/one.txt").read_bytes() == (tmp_path / "out/sub/two.txt").read_bytes() == RESTORED.encode()
    first, second = (tmp_path / "out/three.jsonl").read_text("utf-8").splitlines()
    assert list(json.loads(first).items()) == [("n", 1), ("text", RESTORED), ("z", "é")]
    assert json.loads(second) == {"text": "x"}
    assert (tmp_path / "a/one.txt").read_bytes() == SPUN.encode()


def test_two_inputs_never_share_an_output(run, tmp_path):
    """Nor is an input written over without --in-place."""
    write(tmp_path / "a/one.txt", SPUN)
    write(tmp_path / "b/one.txt", SPUN)
    result = run("restore", "a", "b", "-o", "out")
    assert result.exit_code == 2
    assert "would both be written" in result.stderr
    result = run("restore", "a", "-o", "a")
    assert result.exit_code == 2
    assert "--in-place" in result.stderr
    assert (tmp_path / "a/one.txt").read_bytes() == SPUN.encode()


def test_in_place_keeps_mode_and_links(run, tmp_path):
    """The file behind a link is changed, its permissions stay, no part files are left."""
    path = write(tmp_path / "real/a.txt", "\ufeff" + SPUN)
    path.chmod(0o640)
    (tmp_path / "link.txt").symlink_to(path)
    result = run("restore", "-i", "link.txt")
    assert result.exit_code == 0
    assert path.read_bytes() == ("\ufeff" + RESTORED).encode()
    assert oct(path.stat().st_mode & 0o777) == "0o640"
    assert (tmp_path / "link.txt").is_symlink()
    assert [found.name for found in path.parent.iterdir()] == ["a.txt"]


def test_in_place_leaves_clean_files_alone(run, tmp_path):
    """Not even their time of change moves."""
    path = write(tmp_path / "a.txt", GENUINE)
    os.utime(path, (1, 1))
    run("restore", "-i", "a.txt")
    assert path.stat().st_mtime == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt.gz", gzip.compress(SPUN.encode())),
        ("a.jsonl", json.dumps({"text": SPUN})),
        ("a.txt", b"\xff\x81" + SPUN.encode()),
    ],
)
def test_in_place_refuses_what_it_could_not_write_back(run, tmp_path, name, data):
    """Compressed files, records, and bytes that were lost in decoding: the file stays as it is."""
    path = write(tmp_path / name, data)
    before = path.read_bytes()
    result = run("restore", "-i", name)
    assert result.exit_code == 2
    assert "cannot be changed in place" in result.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "options", [["-"], ["a.txt", "-o", "x"], ["a.txt", "--diff"], ["a.txt", "--plan", "p", "--apply-plan", "q"]]
)
def test_in_place_and_its_contradictions(run, tmp_path, options):
    """Standard input cannot be changed, and one run has one purpose."""
    write(tmp_path / "a.txt", SPUN)
    result = run("restore", "--in-place", *options, stdin=SPUN)
    assert (result.exit_code, result.stdout) == (2, "")
    assert (tmp_path / "a.txt").read_bytes() == SPUN.encode()


def test_a_diff_is_what_patch_reads(run, tmp_path):
    """Applied to the files it gives the restored texts, with and without a last line end."""
    if shutil.which("patch") is None:
        pytest.skip("patch is not installed")
    spun, restored = SPUN.replace("\r", ""), RESTORED.replace("\r", "")
    write(tmp_path / "one.txt", spun)
    write(tmp_path / "two.txt", spun.rstrip("\n"))
    write(tmp_path / "same.txt", GENUINE)
    result = run("restore", "one.txt", "two.txt", "same.txt", "--diff")
    assert (result.exit_code, "same.txt" in result.stdout) == (0, False)
    subprocess.run(["patch", "-p1", "-s"], input=result.stdout_bytes, cwd=tmp_path, check=True)
    assert (tmp_path / "one.txt").read_bytes() == restored.encode()
    assert (tmp_path / "two.txt").read_bytes() == restored.rstrip("\n").encode()


def test_a_coloured_diff(run, tmp_path):
    """On terminals, or when asked."""
    write(tmp_path / "a.txt", SPUN)
    assert "\x1b[32m+" in run("restore", "a.txt", "--diff", "--color", "always").stdout
    assert "\x1b" not in run("restore", "a.txt", "--diff").stdout


def test_a_plan_replays(run, tmp_path):
    """What it wrote it can make again, in another place too, and with steps taken out by hand."""
    write(tmp_path / "a.txt", SPUN)
    write(tmp_path / "b.txt", GENUINE)
    run("restore", "a.txt", "b.txt", "-o", "out", "--plan", "plan.jsonl")
    first, second = map(json.loads, (tmp_path / "plan.jsonl").read_text("utf-8").splitlines())
    assert [SPUN[step["start"] : step["end"]] for step in first["steps"]] == [step["old"] for step in first["steps"]]
    assert (second["id"], second["steps"]) == ("b.txt", [])
    write(tmp_path / "moved.txt", SPUN)
    assert run("restore", "moved.txt", "--apply-plan", "plan.jsonl").stdout_bytes == RESTORED.encode()
    assert run("restore", "b.txt", "--apply-plan", "plan.jsonl").stdout_bytes == GENUINE.encode()
    write(tmp_path / "plan.jsonl", json.dumps({**first, "steps": first["steps"][1:]}))
    expected = RESTORED.replace("invasion", "irruption").encode()
    assert run("restore", "a.txt", "--apply-plan", "plan.jsonl").stdout_bytes == expected


def test_a_plan_is_refused_on_another_text(run, tmp_path):
    """Changed under the same name, or not planned for at all; nothing is written."""
    write(tmp_path / "a.txt", SPUN)
    run("restore", "a.txt", "--plan", "plan.jsonl")
    write(tmp_path / "a.txt", "Changed. " + SPUN)
    result = run("restore", "a.txt", "--apply-plan", "plan.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "was made for another text" in result.stderr
    write(tmp_path / "b.txt", GENUINE)
    result = run("restore", "b.txt", "--apply-plan", "plan.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', "null", "7"])
def test_a_broken_plan_names_the_line(run, tmp_path, line):
    """And nothing is written."""
    write(tmp_path / "a.txt", SPUN)
    write(tmp_path / "plan.jsonl", f"\n{line}\n")
    result = run("restore", "a.txt", "--apply-plan", "plan.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "plan.jsonl:2: not a plan" in result.stderr


def test_a_high_confidence_floor_changes_less(run, tmp_path):
    """--min-confidence reaches the analysis."""
    write(tmp_path / "a.txt", SPUN)
    assert run("restore", "a.txt", "--min-confidence", "0.95").stdout_bytes == SPUN.encode()


def test_archives_are_not_rewritten(run, tmp_path):
    """Parquet goes through the filter command, and the message says so."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"text": [SPUN]}), tmp_path / "a.parquet")
    result = run("restore", "a.parquet")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "spin-detect filter --mode restore" in result.stderr
