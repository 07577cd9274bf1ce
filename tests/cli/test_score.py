"""`spin-detect score`: results on stdout, talk on stderr, exit codes that programs can trust."""

from __future__ import annotations

import csv
import io
import json

import pytest

from .texts import GENUINE, RESTORED, SPUN


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.fixture
def articles(tmp_path):
    write(tmp_path / "articles/spun.txt", SPUN)
    write(tmp_path / "articles/sub/genuine.txt", GENUINE)
    return tmp_path / "articles"


def test_exit_codes(run, articles):
    """0 when nothing reaches the threshold, 1 when something does, 0 again with --exit-zero."""
    assert run("score", "articles/sub").exit_code == 0
    assert run("score", "articles").exit_code == 1
    assert run("score", "articles", "--exit-zero").exit_code == 0
    assert run("score", "articles", "--threshold", "0.97").exit_code == 0
    assert run("score", "articles", "--threshold", "0.01").exit_code == 1


def test_results_and_talk_are_kept_apart(run, articles):
    """JSON lines alone on stdout, the summary on stderr; -q silences the summary."""
    result = run("score", "articles", "--format", "jsonl")
    first, second = [json.loads(line) for line in result.stdout.splitlines()]
    assert (first["id"], first["verdict"], first["restored"]) == ("articles/spun.txt", "spun", RESTORED)
    assert (second["id"], second["verdict"]) == ("articles/sub/genuine.txt", "genuine")
    assert result.stderr == "2 documents: 1 spun, 1 genuine\n"
    assert run("score", "articles", "-q").stderr == ""


def test_offsets_point_into_the_file(run, articles):
    """Slicing the decoded file gives each finding, carriage returns and all."""
    value = json.loads(run("score", "articles/spun.txt", "-f", "json").stdout)[0]
    assert [SPUN[one["start"] : one["end"]] for one in value["findings"]] == ["irruption", "Chilly Battle", "colors"]


def test_a_missing_path_stops_everything(run, articles):
    """It is named, and nothing is scored."""
    result = run("score", "articles", "nowhere.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "spin-detect: nowhere.txt: no such file or folder\n"


def test_a_folder_without_text_is_an_error(run, tmp_path):
    """Silence would look like a clean bill of health."""
    write(tmp_path / "pictures/a.png", "x")
    result = run("score", "pictures")
    assert result.exit_code == 2
    assert "no text in this folder" in result.stderr


def test_a_bad_document_does_not_stop_the_others(run, articles, tmp_path):
    """The others are scored, the bad one is reported in its place, and the exit code says that something failed."""
    (articles / "a.txt").write_bytes(b"\x89PNG" + bytes(50))
    write(articles / "b.txt", GENUINE + "BOOM")
    write(articles / "empty.txt", "")
    result = run("score", "articles", "-f", "jsonl")
    values = {value["id"]: value for value in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == 2
    assert list(values) == [
        f"articles/{name}" for name in ("a.txt", "b.txt", "empty.txt", "spun.txt", "sub/genuine.txt")
    ]
    assert "a PNG image" in values["articles/a.txt"]["error"]
    assert "RuntimeError: it went off" in values["articles/b.txt"]["error"]
    assert (values["articles/empty.txt"]["verdict"], values["articles/spun.txt"]["verdict"]) == ("unscored", "spun")
    assert "spin-detect: articles/a.txt: this looks like a PNG image" in result.stderr
    assert "5 documents: 1 spun, 1 genuine, 1 unscored, 2 failed" in result.stderr


def test_json_lines_with_bad_lines(run, tmp_path):
    """File, line and reason on stderr; the bad line is unscored, with an error, among the results."""
    lines = [json.dumps({"key": "k1", "body": GENUINE}), "{broken", json.dumps({"key": "k3"})]
    write(tmp_path / "a.jsonl", "\n".join(lines))
    result = run("score", "a.jsonl", "-f", "jsonl", "--text-field", "body", "--id-field", "key")
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert (first["id"], first["verdict"]) == ("k1", "genuine")
    assert (second["id"], second["verdict"], second["score"]) == ("a.jsonl:2", "unscored", None)
    assert third["id"] == "k3"
    assert third["error"].startswith("no field 'body'; the record has key")
    assert "spin-detect: a.jsonl, record 2: not a line of JSON" in result.stderr
    assert result.exit_code == 2


def test_wrong_field_names_say_what_there_is(run, tmp_path):
    """The option to use is named."""
    write(tmp_path / "a.jsonl", json.dumps({"body": GENUINE}))
    assert "the record has body (see --text-field)" in run("score", "a.jsonl").stderr


def test_standard_input(run):
    """`-` reads it; --stdin-filename names it and tells its format."""
    result = run("score", "-", "-f", "jsonl", stdin=SPUN.encode())
    assert json.loads(result.stdout)["id"] == "<stdin>"
    line = json.dumps({"id": "a", "text": SPUN})
    result = run("score", "-", "-f", "jsonl", "--stdin-filename", "x.jsonl", stdin=line)
    assert json.loads(result.stdout)["id"] == "a"
    assert run("score", "-", "-").exit_code == 2


def test_other_encodings(run, tmp_path):
    """Windows-1252 is read as such; what cannot be decoded is replaced, with a warning unless -q."""
    (tmp_path / "a.txt").write_bytes((GENUINE + "“naïve”").encode("cp1252"))
    value = json.loads(run("score", "a.txt", "-f", "jsonl").stdout)
    assert value["restored"].endswith("“naïve”")
    (tmp_path / "b.txt").write_bytes((GENUINE + "“naïve”").encode()[:-1])
    result = run("score", "b.txt")
    assert "warning: b.txt: characters that are not utf-8 replaced" in result.stderr
    assert result.exit_code == 0
    assert run("score", "b.txt", "-q").stderr == ""


def test_allowed_phrases_and_disabled_entries(run, articles):
    """Both reach the analysis, from the options and from the configuration, and add up."""
    write(articles.parent / "pyproject.toml", '[tool.spin-detect]\nallowed = ["irruption"]\n')

    def found(*options):
        line = run("score", "articles/spun.txt", "-f", "jsonl", *options).stdout
        return [one["text"] for one in json.loads(line)["findings"]]

    assert found() == ["Chilly Battle", "colors"]
    assert found("--isolated") == ["irruption", "Chilly Battle", "colors"]
    assert found("--allow", "colors", "--disable", "x:Chilly Battle") == []
    other = write(articles.parent / "other.toml", '[tool.spin-detect]\ndisabled-entries = ["x:colors"]\n')
    assert found("--config", other) == ["irruption", "Chilly Battle"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[tool.spin-detect]\ncolour = 1\n", "unknown key 'colour'"),
        ("[tool.spin-detect]\nthreshold = 7\n", "threshold must be between 0 and 1"),
        ("[tool.spin-detect\n", "cannot be read"),
    ],
)
def test_a_wrong_configuration_is_an_error(run, articles, toml, message):
    """With the file and the key in the message."""
    path = write(articles.parent / "pyproject.toml", toml)
    result = run("score", "articles")
    assert result.exit_code == 2
    assert message in result.stderr
    assert str(path) in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "yaml"],
        ["--threshold", "2"],
        ["--jobs", "-1"],
        ["--no-such-option"],
        ["--fields", "colour", "--format", "json"],
        ["--fields", "id"],
        ["--lexicon", "nowhere"],
        ["--config", "nowhere.toml"],
        ["--config", "x.toml", "--isolated"],
        ["--replace-lexicon"],
        ["--baseline", "nowhere.json"],
        ["--output", "articles"],
        ["--output", "no/such/folder/x.json"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_two(run, articles, options):
    """And says something on stderr, nothing on stdout."""
    write(articles.parent / "x.toml", "[tool.spin-detect]\n")
    result = run("score", "articles", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_a_baseline_hides_what_is_known(run, articles):
    """An unchanged text is clean against its own report; a new finding is not."""
    run("score", "articles", "-f", "json", "-o", "old.json")
    result = run("score", "articles", "--baseline", "old.json", "-f", "jsonl")
    assert result.exit_code == 0
    assert [json.loads(line)["findings"] for line in result.stdout.splitlines()] == [[], []]
    write(articles / "spun.txt", "More colors. " + SPUN)
    result = run("score", "articles", "--baseline", "old.json", "-f", "jsonl")
    assert result.exit_code == 1
    assert [one["text"] for one in json.loads(result.stdout.splitlines()[0])["findings"]] == ["colors"]


def test_regions_taken_out_of_the_check(run, tmp_path):
    """What stands between off and on is neither found nor scored, and stays as it is."""
    text = f"{GENUINE}<!-- spin-detect: off -->\n{SPUN}<!-- spin-detect: on -->\nAn irruption of boats.\n"
    write(tmp_path / "a.md", text)
    result = run("score", "a.md", "-f", "jsonl")
    value = json.loads(result.stdout)
    (found,) = value["findings"]
    assert text[found["start"] : found["end"]] == "irruption"
    assert value["restored"] == text.replace("An irruption", "An invasion")
    assert (result.exit_code, value["verdict"]) == (0, "suspect")


def test_output_goes_to_a_file_whole(run, articles):
    """The file holds what stdout would; an error before the end leaves the old one."""
    run("score", "articles", "-f", "csv", "-o", "out.csv")
    rows = list(csv.DictReader(io.StringIO((articles.parent / "out.csv").read_text("utf-8"))))
    assert [row["verdict"] for row in rows] == ["spun", "genuine"]
    assert run("score", "articles", "nowhere", "-o", "out.csv").exit_code == 2
    assert (articles.parent / "out.csv").read_text("utf-8").startswith("id,")
    assert [path.name for path in articles.parent.iterdir()] == ["articles", "out.csv"]


def test_colours(run, articles):
    """Only where they were asked for: by option first, then by NO_COLOR, then by FORCE_COLOR."""
    assert "\x1b" not in run("score", "articles").stdout
    assert "\x1b" in run("score", "articles", "--color", "always").stdout
    assert "\x1b" in run("score", "articles", FORCE_COLOR="1").stdout
    assert "\x1b" not in run("score", "articles", FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b" not in run("score", "articles", "--color", "never", FORCE_COLOR="1").stdout
    assert "\x1b" in run("score", "articles", "--color", "always", NO_COLOR="1").stdout


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "sarif", "github"])
def test_every_format_is_written(run, articles, format_):
    """For good and bad documents together."""
    write(articles / "bad.jsonl", "{")
    result = run("score", "articles", "-f", format_)
    assert result.exit_code == 2
    assert "spun.txt" in result.stdout


def test_a_hundred_documents_keep_their_order(run, tmp_path):
    """Over the edges of chunks, failures in between."""
    lines = [json.dumps({"id": str(number), "text": SPUN}) if number % 7 else "{" for number in range(120)]
    write(tmp_path / "a.jsonl", "\n".join(lines))
    ids = [json.loads(line)["id"] for line in run("score", "a.jsonl", "-f", "jsonl").stdout.splitlines()]
    assert ids == [str(number) if number % 7 else f"a.jsonl:{number + 1}" for number in range(120)]


def test_a_fault_of_ours_is_a_message(run, articles, monkeypatch):
    """Not a traceback; the exit code is that of an error."""
    monkeypatch.setattr("spin_detect.cli.score.score", lambda *_, **__: 1 / 0)
    result = run("score", "articles")
    assert result.exit_code == 2
    assert "internal error: ZeroDivisionError" in result.stderr
