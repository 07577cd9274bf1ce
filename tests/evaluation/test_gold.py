"""Reading gold: what is right is kept, what is wrong is named with file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spin_detect.errors import InputError
from spin_detect.evaluation.gold import GoldEdit, GoldRecord, family_folds, load_gold, page_folds, page_of

EDIT = {"start": 4, "end": 9, "text": "feline", "originals": ["cat"]}


def write(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    return path


def test_a_record_is_read_whole(tmp_path):
    """Text, label, family, source and edits arrive as written, edits in the order of the text."""
    path = write(
        tmp_path / "gold.jsonl",
        {
            "id": "a-1",
            "label": "spun",
            "spinner": "thesaurus_translated",
            "source": "a page",
            "text": "The feline lay on the tangle.",
            "edits": [
                {"start": 22, "end": 28, "text": "tangle", "originals": ["mat"], "strength": "weak"},
                {"start": 4, "end": 10, "originals": ["cat", "kitten"]},
            ],
        },
        {"text": "All is well.", "label": "genuine", "kind": "news"},
    )
    spun, genuine = load_gold([path])
    assert spun.edits == (
        GoldEdit(4, 10, "feline", ("cat", "kitten"), strong=True),
        GoldEdit(22, 28, "tangle", ("mat",), strong=False),
    )
    assert (spun.id, spun.group, spun.source, spun.words) == ("a-1", "translated_thesaurus", "a page", 6)
    assert (genuine.id, genuine.spun, genuine.group, genuine.edits) == (f"{path}:2", False, "news", None)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (["a list"], "expected a JSON object, found list"),
        ({"label": "spun"}, "no field 'text'; there are label"),
        ({"text": "  ", "label": "spun"}, "text is empty"),
        ({"text": 7, "label": "spun"}, "text must be a string, not int"),
        ({"text": "One.", "label": "fake"}, "label must be 'spun' or 'genuine', not 'fake'"),
        ({"text": "One.", "label": "spun", "edits": {}}, "edits must be a list or null"),
        ({"text": "One.", "label": "spun", "edits": [3]}, "edit 0: expected a JSON object"),
        ({"text": "One.", "label": "spun", "edits": [EDIT]}, "do not mark a place in a text of 4 characters"),
        ({"text": "The canine sat.", "label": "spun", "edits": [EDIT]}, "reads 'canin', not 'feline'"),
        (
            {"text": "One.", "label": "spun", "edits": [{"start": 0, "end": 3, "originals": "a"}]},
            "originals must be a list of strings",
        ),
        (
            {"text": "One.", "label": "spun", "edits": [{"start": 0, "end": 3, "originals": [], "strength": "huge"}]},
            "strength must be 'strong' or 'weak', not 'huge'",
        ),
    ],
)
def test_a_wrong_record_is_named_with_its_line(tmp_path, record, message):
    """The error says file, line and what is wrong."""
    path = write(tmp_path / "gold.jsonl", {"text": "All is well.", "label": "genuine"}, record)
    with pytest.raises(InputError) as error:
        load_gold([path])
    assert str(error.value).startswith(f"{path}:2: ")
    assert message in str(error.value)


@pytest.mark.parametrize("content", [b'{"text": "x"', b"\xff\xfe{}"])
def test_a_line_that_is_not_json_is_named(tmp_path, content):
    """Broken JSON and broken UTF-8 give the line, not a traceback."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match="1: not a line of JSON"):
        load_gold([path])


def test_a_missing_file_is_named(tmp_path):
    """A path that does not exist is an error with its name."""
    with pytest.raises(InputError, match=r"absent\.jsonl: cannot be read: No such file"):
        load_gold([tmp_path / "absent.jsonl"])


def test_gold_without_records_is_refused(tmp_path):
    """Nothing can be measured on an empty file."""
    (tmp_path / "gold.jsonl").write_bytes(b"\n \n")
    with pytest.raises(InputError, match="holds no record"):
        load_gold([tmp_path / "gold.jsonl"])


def test_an_id_stands_once(tmp_path):
    """Two records of one id are refused, naming both places."""
    record = {"id": "a", "text": "All is well.", "label": "genuine"}
    path = write(tmp_path / "gold.jsonl", record, record)
    with pytest.raises(InputError, match=r":2: id 'a' stands already at .*:1"):
        load_gold([path])


def test_passages_of_one_page_stay_together():
    """The page is source and id without the passage number; neither pages nor sources are split over folds."""
    records = [
        GoldRecord(id=f"page{page}-{number}", text="x", spun=page % 2 == 0, source=f"site{page // 2}" * (page < 4))
        for page in range(10)
        for number in range(3)
    ]
    assert page_of(records[0]) == page_of(records[1]) == "site0|page0"
    assert page_of(GoldRecord(id="odd#1", text="x", spun=False, cut_of="page0-7", source="site")) == "site|page0"
    assert page_of(GoldRecord(id="readme", text="x", spun=True)) == "|readme"
    folds = page_folds(records, folds=5)
    for page in range(10):
        assert len({folds[3 * page + number] for number in range(3)}) == 1
    assert folds[0] == folds[3]
    assert folds[6] == folds[9]
    assert set(folds) == set(range(5))
    assert folds == page_folds(records, folds=5)
    assert folds != page_folds(records, folds=5, seed=1)


@pytest.mark.shared
def test_the_development_gold_is_read_whole(shared):
    """All 383 texts load with their 1,446 edits; passages of one site count as several pages but share a fold."""
    folder = shared / "eval"
    records = load_gold([folder / "seeds.jsonl", folder / "spun.jsonl", folder / "genuine.jsonl"])
    assert len(records) == 383
    assert sum(len(record.edits or ()) for record in records) == 1446
    folds: dict[str, set[int]] = {}
    for record, fold in zip(records, page_folds(records), strict=True):
        folds.setdefault(page_of(record), set()).add(fold)
        folds.setdefault(record.source, set()).add(fold)
    assert all(len(numbers) == 1 for numbers in folds.values())


def test_families_are_held_out_whole():
    """One fold a family; genuine texts are dealt out evenly, and those of one source together."""
    spun = [GoldRecord(f"s-{n}", "x", spun=True, group=group, source=f"s{n}") for n, group in enumerate("aab")]
    genuine = [GoldRecord(f"g-{n}", "x", spun=False, source=f"book {n // 2}") for n in range(8)]
    folds = family_folds([*spun, *genuine])
    assert folds[:3] == [0, 0, 1]
    assert folds[3::2] == folds[4::2]
    assert sorted(folds[3:]) == [0] * 4 + [1] * 4
    assert family_folds(genuine) == [0] * 8
