"""From bytes to text, and back to the same bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spin_detect.reading.charset import binary_kind, declared_charset, decode, without_surrogates

TEXT = "Žofie paid 5 € for the “naïve” café."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_unmarked_unicode_is_read(encoding):
    """A byte order mark is obeyed, and is no part of the text."""
    assert decode(TEXT.encode(encoding)).text == TEXT


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
def test_what_was_decoded_encodes_to_the_same_bytes(text, encoding):
    """`bom + text.encode(encoding)` gives the file back, which is what changing files in place stands on."""
    data = text.encode(encoding)
    decoded = decode(data)
    assert decoded.bom + decoded.text.encode(decoded.encoding) == data


@given(st.binary(max_size=200))
def test_any_bytes_become_text(data):
    """Decoding never fails; where it lost something it says so and gives no encoding to write back."""
    decoded = decode(data)
    assert (decoded.encoding is None) == bool(decoded.warnings)
    if decoded.encoding is not None:
        assert decoded.bom + decoded.text.encode(decoded.encoding) == data


def test_windows_text_is_read_as_such():
    """Curly quotes of Windows-1252 come out as quotes."""
    decoded = decode("the “naïve” café".encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.warnings) == ("the “naïve” café", "cp1252", ())


def test_a_declared_charset_beats_the_guess():
    """Bytes that Windows-1252 could read too are read as what the page declares."""
    assert decode("пример".encode("koi8-r"), "koi8-r").text == "пример"


@pytest.mark.parametrize("declared", ["no-such-charset", "hex", "idna", "rot13", "", "\0", "utf-7"])
def test_a_useless_declaration_is_passed_over(declared):
    """A page cannot make us use a codec that is no charset."""
    assert decode("café".encode("cp1252"), declared).text == "café"


def test_damaged_utf8_stays_utf8():
    """One broken character does not turn all the others into mojibake; the loss is told."""
    decoded = decode("čćžšđ “words”".encode()[:-1])
    assert decoded.text == "čćžšđ “words\ufffd"
    assert decoded.encoding is None
    assert decoded.warnings == ("characters that are not utf-8 replaced by U+FFFD: 1",)


@pytest.mark.parametrize(
    "head",
    [
        b'<meta charset="ISO-8859-2">',
        b"<META http-equiv=x content='text/html; charset=iso-8859-2'>",
        b"<meta charset=iso-8859-2 >",
    ],
)
def test_the_charset_in_the_head_of_a_page_is_found(head):
    """Both ways to declare it, however they are quoted."""
    assert declared_charset(b"<html><head>" + head).lower() == "iso-8859-2"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "a ZIP archive or office file"),
        (bytes(range(256)) * 4, "binary data"),
        ("no mark at all, only width".encode("utf-16-le"), "binary data or UTF-16 without a byte order mark"),
    ],
)
def test_binary_data_is_recognised(head, kind):
    """What is no text is named for what it looks like."""
    assert binary_kind(head) == kind


@pytest.mark.parametrize(
    "head", [b"", b"a few \x00 strays \x1b in a long text of words", TEXT.encode("utf-16"), b"\r\n\t\f"]
)
def test_text_is_not_taken_for_binary(head):
    """A stray NUL or escape, and marked UTF-16, are still text."""
    assert binary_kind(head) is None


def test_lone_surrogates_are_replaced_one_for_one():
    """Offsets stay true, and the mending is told."""
    assert without_surrogates("a\ud800b\udfff") == ("a\ufffdb\ufffd", ("lone surrogates replaced by U+FFFD: 2",))
    assert without_surrogates("a😀b") == ("a😀b", ())
