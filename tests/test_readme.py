"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import spin_detect
import spin_detect.pipeline  # A checkout that is not installed has no entry points.
from spin_detect.cli.app import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLES = ROOT / "examples"
CODE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAIR = re.compile(r"^spun +(.+)\nrestored +(.+)$", re.MULTILINE)
COMMAND = re.compile(r"spin-detect (?:score|restore|report|filter|compare|evaluate|train|lexicon)\b[^`\n|]*")


def blocks(language: str) -> list[str]:
    """Return the code blocks of one language."""
    return [code for name, code in CODE.findall(README) if name == language]


def section(heading: str) -> str:
    """Return what stands under a heading."""
    return README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_the_before_and_after_is_real():
    """The sentences at the top are what `restore` makes of the shipped example; if it makes better ones, show those."""
    text = (EXAMPLES / "spun.txt").read_text("utf-8")
    restored = spin_detect.analyze(text).restored
    pairs = PAIR.findall(README)
    assert len(pairs) == 3
    for spun, wanted in pairs:
        assert spun in text
        assert wanted in restored


def test_the_examples_are_told_apart():
    """The shipped spun article is called spun, the genuine one genuine, and that one stays as it is."""
    texts = [(EXAMPLES / f"{name}.txt").read_text("utf-8") for name in ("spun", "genuine")]
    spun, genuine = spin_detect.analyze_many(texts)
    assert (spun.verdict, genuine.verdict) == ("spun", "genuine")
    assert genuine.restored == texts[1]


def test_the_first_command_works():
    """What a newcomer types first ends well and says what the article is."""
    (line,) = (line for block in blocks("console") for line in block.splitlines() if "--exit-zero" in line)
    _, command = line.split(" && ")
    arguments = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "spin_detect", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "SPUN" in done.stdout


def _options(words: list[str]) -> tuple[str, set[str]]:
    """Return the command that the words name and the options that it has."""
    command = typer.main.get_command(app)
    name = ""
    for word in words:
        commands = getattr(command, "commands", {})
        if word not in commands:
            break
        command, name = commands[word], f"{name} {word}".strip()
    return name, {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize("line", sorted(set(COMMAND.findall(README))))
def test_commands_and_options_exist(line):
    """Every command that the README shows exists and has the options shown."""
    words = line.replace("…", "").split(" && ")[0].split(" | ")[0].split()[1:]
    name, known = _options(words)
    assert name
    assert {word for word in words if word.startswith("-") and word != "-"} <= known


@pytest.mark.parametrize("heading", ["Python", "spaCy"])
def test_python_snippets_run(heading, capsys):
    """The snippets run as they are printed, given a text and some texts."""
    (code,) = CODE.findall(section(heading))
    text = (EXAMPLES / "spun.txt").read_text("utf-8")
    exec(compile(code[1], heading, "exec"), {"text": text, "texts": [text]})
    assert "spun" in capsys.readouterr().out


def test_the_settings_shown_are_settings(tmp_path):
    """The table of settings is read without complaint and names every one of them but `replace-lexicon`."""
    from dataclasses import fields

    from spin_detect.config import load_settings

    (toml,) = blocks("toml")
    path = tmp_path / "pyproject.toml"
    path.write_text(toml, "utf-8")
    assert load_settings(path).lexicon == tmp_path / "our-entries.tsv"
    loaded = load_settings(path)
    assert (loaded.min_words, loaded.min_confidence, loaded.max_suggestions) == (
        (own := spin_detect.Settings()).min_words,
        own.min_confidence,
        own.max_suggestions,
    )
    named = {key.replace("-", "_") for key in re.findall(r"^([\w-]+) =", toml, re.MULTILINE)}
    assert named == {field.name for field in fields(spin_detect.Settings)} - {"replace_lexicon"}


def test_links_lead_somewhere():
    """Every file that the README links to is there."""
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
