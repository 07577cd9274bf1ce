from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spin_detect.protected import merge, protected_spans, touches


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("Go to https://example.org/a_b?c=d#e, then stop.", ["https://example.org/a_b?c=d#e"]),
        ("Go to www.example.org.", ["www.example.org"]),
        ("Ask example.com or shop.example.co.uk/cart now.", ["example.com", "shop.example.co.uk/cart"]),
        ("Write to jo.doe+x@mail.example.org today.", ["jo.doe+x@mail.example.org"]),
        ("Use `x = 1` or ``a `b` c`` here.", ["`x = 1`", "``a `b` c``"]),
        ("Before\n```py\nx = 1\n```\nafter", ["```py\nx = 1\n```"]),
        ("Before\n~~~\nopen to the end", ["~~~\nopen to the end"]),
        ("Run this:\n\n    pip install thing\n    x = thing()\n\nDone.", ["    pip install thing\n    x = thing()\n"]),
        ("Ask @some_one about #SpinText, please.", ["@some_one", "#SpinText"]),
        ('A <a href="x y">link</a> and <br/> and &nbsp; too.', ['<a href="x y">', "</a>", "<br/>", "&nbsp;"]),
        ("<!-- a note -->Text", ["<!-- a note -->"]),
        ("We have $x^2 + y$ and $$E = mc^2$$ here.", ["$x^2 + y$", "$$E = mc^2$$"]),
        (r"So \(a + b\) and \textbf{bold} words.", [r"\(a + b\)", r"\textbf{bold}"]),
        (r"Open D:\data\jo\a.txt or /usr/local/bin/tool or ./a/b or main.py.", None),
    ],
)
def test_zones_are_recognised(text, zones):
    """Addresses, code, mark-up, mathematics and paths are protected, and nothing beside them."""
    if zones is None:
        zones = [r"D:\data\jo\a.txt", "/usr/local/bin/tool", "./a/b", "main.py"]
    assert [text[start:end] for start, end in protected_spans(text)] == zones


@pytest.mark.parametrize(
    "text",
    [
        "It cost $5 and $6, or $7 million.",
        "A number # sign, an at @ sign, and 5 < 6 > 4.",
        "He and/or she came in 2006/2007.",
        "`quoted like this' and ``this''",
        "Poem:\n\n    The sea is calm tonight,\n    the tide is full.\n\nEnd.",
        "AT&T and R&B; fine.",
        "The end.In the beginning.",
        "a.m. and p.m., e.g. now, U.S. too",
        "one ` lonely mark",
    ],
)
def test_ordinary_text_is_not_protected(text):
    """Prices, poems, quotations and abbreviations are open to repair."""
    assert protected_spans(text) == []


@given(st.text(st.sampled_from("a.B`$@#/<>\\~- \n{}:"), max_size=80))
def test_zones_are_sorted_and_disjoint(text):
    """Whatever the text, zones lie in it, in order, apart, and are not empty."""
    done = -1
    for start, end in protected_spans(text):
        assert done < start < end <= len(text)
        done = end


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=8), st.data()
)
def test_touching_means_sharing_a_character(spans, data):
    """`touches` agrees with counting characters."""
    start = data.draw(st.integers(0, 40))
    end = start + data.draw(st.integers(0, 9))
    covered = {place for a, b in spans for place in range(a, b)}
    assert touches(merge(spans), start, end) == any(place in covered for place in range(start, end))
