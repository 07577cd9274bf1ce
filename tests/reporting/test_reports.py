"""Every format says the same thing in its own way, and none of them breaks on hostile text."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib.resources import files
from xml.etree import ElementTree

import pytest

from spin_detect.errors import ConfigError
from spin_detect.records import Verdict
from spin_detect.reporting import OutputFormat, ReportOptions, as_object, fields_of, make_reporter
from spin_detect.reporting.html import write_html
from spin_detect.reporting.json_object import FIELDS

from .cases import FINDINGS, TEXT, analysis, failed, finding, genuine, outcome, record

ALL = [outcome(), genuine(), record(), failed()]


def report(format_: OutputFormat, *outcomes, **options) -> str:
    stream = io.StringIO()
    reporter = make_reporter(format_, stream, ReportOptions(**options))
    reporter.begin()
    for one in outcomes:
        reporter.add(one)
    reporter.end()
    return stream.getvalue()


def schema() -> dict:
    return json.loads(files("spin_detect.reporting").joinpath("schema.json").read_text("utf-8"))


def test_json_is_what_the_schema_says():
    """Every kind of outcome is valid, and has every field that the contract promises, in its order."""
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(schema())
    for one in ALL:
        value = as_object(one.analysis)
        validator.validate(value)
        assert list(value) == [name for name in FIELDS if name != "error" or one.failed]
    assert tuple(schema()["properties"]) == FIELDS


def test_json_offsets_point_into_the_text():
    """Slicing the text by each offset gives the finding, beyond the first plane too."""
    value = as_object(outcome().analysis)
    assert [TEXT[found["start"] : found["end"]] for found in value["findings"]] == ["irruption", "Chilly\nBattle"]
    assert [found["text"] for found in value["findings"]] == ["irruption", "Chilly\nBattle"]


def test_json_and_json_lines_hold_the_same_objects():
    """A list, or one object a line, in the order of the input; also for nothing."""
    objects = [as_object(one.analysis) for one in ALL]
    assert json.loads(report(OutputFormat.JSON, *ALL)) == objects
    assert [json.loads(line) for line in report(OutputFormat.JSONL, *ALL).splitlines()] == objects
    assert json.loads(report(OutputFormat.JSON)) == []
    assert report(OutputFormat.JSONL) == ""


def test_fields_trim_the_object():
    """Only what was asked for, in the order of the contract; an unknown name is refused with the known ones."""
    names = fields_of(OutputFormat.JSONL, "verdict, id")
    assert json.loads(report(OutputFormat.JSONL, outcome(), fields=names)) == {"id": "news/a, b.txt", "verdict": "spun"}
    with pytest.raises(ConfigError, match="unknown field 'colour'; there are schema, id, score"):
        fields_of(OutputFormat.JSON, "id,colour")
    with pytest.raises(ConfigError, match="not with sarif"):
        fields_of(OutputFormat.SARIF, "id")
    with pytest.raises(ConfigError, match="no field"):
        fields_of(OutputFormat.JSON, " , ")


def test_csv_has_one_row_a_document():
    """Under a header, quoted where it must be; --fields picks columns."""
    rows = list(csv.DictReader(io.StringIO(report(OutputFormat.CSV, *ALL))))
    assert [row["id"] for row in rows] == ["news/a, b.txt", "b.txt", "key", "shard.jsonl:3"]
    assert rows[0]["findings"] == "2"
    assert rows[0]["score"] == "0.97"
    assert (rows[3]["verdict"], rows[3]["score"], rows[3]["error"]) == ("unscored", "", "not a line of JSON")
    names = fields_of(OutputFormat.CSV, "score,id")
    assert report(OutputFormat.CSV, genuine(), fields=names) == "score,id\n0.02,b.txt\n"


def at(text: str, region: dict) -> str:
    """Return what stands at a region, as a reader of SARIF counts lines and columns."""
    lines = re.split(r"(?<=\n)", text)
    start = sum(map(len, lines[: region["startLine"] - 1])) + region["startColumn"] - 1
    end = sum(map(len, lines[: region["endLine"] - 1])) + region["endColumn"] - 1
    return text[start:end]


def test_sarif_regions_hold_the_findings():
    """Lines and columns count code points from 1, over line ends of both kinds."""
    log = json.loads(report(OutputFormat.SARIF, *ALL))
    (run,) = log["runs"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    document, word, phrase, *others = run["results"]
    assert [one["ruleId"] for one in (document, word, phrase)] == ["spin/document", "spin/word", "spin/phrase"]
    for result, found in zip((word, phrase), FINDINGS, strict=True):
        physical = result["locations"][0]["physicalLocation"]
        assert at(TEXT, physical["region"]) == found.text == physical["region"]["snippet"]["text"]
        assert physical["artifactLocation"]["uri"] == "news/a%2C%20b.txt"
        (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
        assert replacement["insertedContent"]["text"] == found.suggestions[0].text
    place = others[1]["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 7}
    assert place["logicalLocations"][0]["name"] == "key"


def test_sarif_is_whole():
    """Every result has a rule defined at its index, a level, a message and a fingerprint that tells it apart."""
    (run,) = json.loads(report(OutputFormat.SARIF, *ALL))["runs"]
    rules = run["tool"]["driver"]["rules"]
    prints = [one["partialFingerprints"]["spinDetect/v1"] for one in run["results"] if "partialFingerprints" in one]
    assert len(prints) == len(set(prints)) == 4
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "not a line of JSON"
    assert run["invocations"][0]["executionSuccessful"] is False
    assert json.loads(report(OutputFormat.SARIF))["runs"][0]["results"] == []


def test_github_annotations_are_escaped():
    """Percent signs and line ends in messages, colons and commas in file names; columns only on a single line."""
    lines = report(OutputFormat.GITHUB, outcome(), genuine(), record(), failed()).splitlines()
    assert lines[0] == (
        "::error file=news/a%2C b.txt,title=spin/document::spun (0.97): 2 places have a much better wording"
    )
    assert lines[1].startswith("::warning file=news/a%2C b.txt,line=1,col=31,endColumn=40,title=spin/word::“irruption”")
    assert lines[2].startswith("::warning file=news/a%2C b.txt,line=2,endLine=3,title=spin/phrase::")
    assert lines[3].startswith("::error file=shard.jsonl,line=7,title=spin/document::")
    assert lines[-1] == "::error file=shard.jsonl,title=spin/failed::not a line of JSON"
    hostile = outcome(findings=(finding("50%: they", "a\r\n::error::b%"),), plan=())
    (_, line) = report(OutputFormat.GITHUB, hostile).splitlines()
    assert "“50%25: they”: likely “a%0D%0A::error::b%25”" in line


def test_the_table_shows_sentences_side_by_side():
    """Marked by brackets without colours; genuine documents take a single line."""
    text = report(OutputFormat.TABLE, outcome(), genuine(), failed(), width=160)
    assert "news/a, b.txt  SPUN 0.97  14 words, 2 findings" in text
    assert "- 2 places have a much better wording" in text
    assert re.search(r"1 .*feared an \[irruption\]\. +.*feared an \[invasion\]\.", text)
    assert "A [Chilly Battle] <b>followed</b>" in text
    assert "A [Cold War] <b>followed</b>" in text
    assert "b.txt  GENUINE 0.02  14 words, 0 findings\n" in text
    assert "shard.jsonl:3  UNSCORED  not a line of JSON\n" in text
    assert "\x1b" not in text


def test_the_table_has_colours_when_asked():
    """Colours take the place of the brackets; -v adds the reasons and entries."""
    text = report(OutputFormat.TABLE, outcome(), color=True, verbose=True, width=160)
    assert "\x1b[1;31mirruption\x1b[0m" in text
    assert "\x1b[1;32minvasion\x1b[0m" in text
    assert "[irruption]" not in text
    assert "news:irruption" in text


def test_a_text_cannot_steer_the_terminal():
    """Escapes and marks of writing direction in a text or an id are shown as replaced characters."""
    hostile = outcome(id="a\x1b[2J\u202e.txt", reasons=("because \x1b]0;x\x07",))
    text = report(OutputFormat.TABLE, hostile)
    assert "a\ufffd[2J\ufffd.txt" in text
    assert "\x1b" not in text


def html(*outcomes) -> str:
    stream = io.StringIO()
    write_html(outcomes, stream)
    return stream.getvalue()


def test_the_page_escapes_everything():
    """Text, ids, reasons, suggestions and errors cannot become markup."""
    evil = "<script>alert(1)</script>\"'><img src=x>"
    page = html(
        outcome(id=evil, reasons=(evil,), findings=(finding("irruption", evil),), error=evil), genuine(), failed()
    )
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;followed&lt;/b&gt;" in page


def test_the_page_needs_nothing_but_itself():
    """No address, no script, no style sheet from elsewhere."""
    page = html(*ALL)
    assert not re.search(r"https?:|src=|<link|@import|url\(", page)
    assert "default-src 'none'" in page


def test_the_page_holds_text_and_restored_text_whole():
    """What is shown as found is the text, what is shown as restored is the restored text, to the character."""
    page = html(outcome())
    found, restored = re.findall(r'<div class="text" dir="auto">(.*?)</div></div>', page, re.DOTALL)
    found = re.sub(r'<span class="tip".*?</span></mark>', "</mark>", found, flags=re.DOTALL)
    shown = ["".join(ElementTree.fromstring(f"<p>{part}</p>").itertext()) for part in (found, restored)]
    assert shown == [TEXT.replace("\r\n", "\n"), analysis().restored.replace("\r\n", "\n")]


def test_the_page_takes_many_documents():
    """Two hundred of them, each linked from the table to its place."""
    page = html(*(outcome(id=f"{number}.txt") for number in range(200)))
    assert page.count('<details class="document"') == 200
    assert {f"#document-{number}" for number in range(1, 201)} == set(re.findall(r'href="(#[^"]+)"', page))


@pytest.mark.parametrize("format_", OutputFormat)
def test_unscored_documents_have_a_place_in_every_report(format_):
    """A text that is too short is reported, and breaks nothing."""
    short = outcome(score=None, verdict=Verdict.UNSCORED, error="too short", findings=(), sentences=(), plan=())
    report(format_, short)
    assert "too short" in html(short)
