"""Reading corpora, and what is held out of them."""

from __future__ import annotations

import gzip
import json
import lzma

import pytest

from spin_detect.errors import InputError
from spin_detect.training.corpus import Corpus, find_corpora, hold_out, is_held_out, read_genuine, read_held_out


@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)])
def test_json_lines_are_read_packed_or_not(tmp_path, suffix, pack):
    """The same documents come out of a plain, a gzip and an xz file, halves of characters mended."""
    path = tmp_path / f"news.2020.jsonl{suffix}"
    path.write_bytes(pack(b'{"text": "One.\\nTwo."}\n\n{"text": "Thr\\ud800ee."}\n'))
    (corpus,) = find_corpora([tmp_path])
    assert corpus.name == "news"
    assert [corpus.text_of(*record) for record in corpus.records()] == ["One.\nTwo.", "Thr?ee."]


def test_empty_lines_part_the_documents_of_plain_text(tmp_path):
    """Blocks of lines are documents, however many empty lines stand between them."""
    path = tmp_path / "book.txt"
    path.write_text("One\ntwo.\n\n\nThree.\n", "utf-8")
    assert list(Corpus("book", path).records()) == [(1, "One\ntwo.\n"), (5, "Three.\n")]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.jsonl", b'{"text": "x"}\nnot json\n', r"a\.jsonl:2: expected a JSON object"),
        ("a.jsonl", b'{"body": "x"}\n', r'a\.jsonl:1: .*"text"'),
        ("a.jsonl", b'{"text": 3}\n', r"a\.jsonl:1: .*holds int"),
        ("a.jsonl.xz", lzma.compress(b'{"text": "x"}\n')[:-9], r"a\.jsonl\.xz: cannot be read"),
        ("a.txt", b"caf\xe9\n", r"a\.txt: cannot be read"),
    ],
)
def test_damage_is_told_with_file_and_line(tmp_path, name, data, says):
    """What cannot be read is an error that says where."""
    (tmp_path / name).write_bytes(data)
    (corpus,) = find_corpora([tmp_path / name])
    with pytest.raises(InputError, match=says):
        [corpus.text_of(*record) for record in corpus.records()]


def test_what_is_no_corpus_is_refused(tmp_path):
    """A missing path, a file of another kind, an empty folder and two files of one genre are errors."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.pdf").write_bytes(b"")
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "a.jsonl").write_bytes(b"")
    with pytest.raises(InputError, match="no such file"):
        find_corpora([tmp_path / "missing.txt"])
    with pytest.raises(InputError, match="neither"):
        find_corpora([tmp_path / "a.pdf"])
    with pytest.raises(InputError, match="no corpus"):
        find_corpora([tmp_path / "empty"])
    with pytest.raises(InputError, match="same genre"):
        find_corpora([tmp_path / "a.txt", tmp_path / "a.jsonl"])


def test_held_out_documents_go_by_their_content(tmp_path):
    """About one document in so many is held out, the same ones wherever they stand."""
    texts = [f"Document number {number}." for number in range(400)]
    (tmp_path / "one.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in texts), "utf-8")
    (tmp_path / "two.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in texts[::-1]), "utf-8")
    counted = hold_out(find_corpora([tmp_path]), tmp_path / "held.out", 10)
    held = read_held_out(tmp_path / "held.out")
    assert counted == {"one": 400, "two": 400}
    assert {text for genre, text in held if genre == "one"} == {text for text in texts if is_held_out(text, 10)}
    assert sorted(text for genre, text in held if genre == "one") == sorted(
        text for genre, text in held if genre == "two"
    )
    assert 20 < len(held) / 2 < 60


def test_more_genuine_text_comes_as_conllu_or_json_lines(tmp_path):
    """A treebank gives one text a document; JSON Lines name the kind of each text."""
    (tmp_path / "trees.conllu").write_text(
        "# newdoc id = 1\n# text = One here.\n1\tOne\n\n# text = Two.\n\n# newdoc id = 2\n# text = Three.\n", "utf-8"
    )
    (tmp_path / "tales.jsonl").write_text('{"text": "Four.", "kind": "novel"}\n{"text": "Five."}\n', "utf-8")
    assert read_genuine(tmp_path / "trees.conllu") == [("trees", "One here. Two."), ("trees", "Three.")]
    assert read_genuine(tmp_path / "tales.jsonl") == [("novel", "Four."), ("tales", "Five.")]
