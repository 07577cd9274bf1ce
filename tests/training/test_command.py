"""`spin-detect train` as people call it."""

from __future__ import annotations

from typer.testing import CliRunner

from spin_detect.cli.app import app
from spin_detect.context.model import load_model


def run(*arguments):
    return CliRunner().invoke(app, ["train", *map(str, arguments)])


def test_the_command_writes_a_model_and_tells_its_steps_on_stderr(corpora, wordnet, lexicon, tmp_path):
    """Counting leaves a model that loads, with the work beside it; results go nowhere but to the folder."""
    out = tmp_path / "own"
    result = run(corpora, "-o", out, "--wordnet", wordnet, "--lexicon", lexicon, "-j", 1, "--model-version", "own.1")
    assert result.exit_code == 0, result.output
    assert load_model(out).version == "own.1"
    assert (tmp_path / "own.work").is_dir()
    assert result.stdout == ""
    assert "tokens" in result.stderr
    assert (out / "weights.json").is_file()


def test_wrong_calls_end_with_2_and_say_why(corpora, wordnet, tmp_path):
    """Steps that exclude each other, a missing corpus and a missing model are errors with exit code 2."""
    both = run(corpora, "-o", tmp_path / "m", "--all", "--weights-only")
    assert both.exit_code == 2
    assert "exclude" in both.stderr
    missing = run(tmp_path / "none.jsonl", "-o", tmp_path / "m")
    assert missing.exit_code == 2
    assert "none.jsonl" in missing.stderr
    empty = run(corpora, "-o", tmp_path / "m", "--weights-only", "--wordnet", wordnet)
    assert empty.exit_code == 2
    assert "meta.json" in empty.stderr
