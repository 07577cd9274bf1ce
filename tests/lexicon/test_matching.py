"""Matching: what is found in text, where, and what it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spin_detect.lexicon import CompiledLexicon, Entry, Guard, Lexicon
from spin_detect.lexicon.compile import compile_entries
from spin_detect.lexicon.phrases import PhraseTable, reach_of, token_keys
from spin_detect.tokens import TokenTable
from spin_detect.words import phrase_key, rolling_keys, sequence_key, split_words

from .conftest import found, table_of


def originals(compiled: CompiledLexicon, text: str) -> dict[str, tuple[str, ...]]:
    """Return what each match in a text stands for."""
    table = table_of(text)
    matches = compiled.match(table)
    spans = zip(matches.first, matches.last, matches.form, strict=True)
    return {table.text_of(int(a), int(b)): compiled.originals_of(int(form)) for a, b, form in spans}


@pytest.mark.parametrize(
    ("text", "spun", "wordings"),
    [
        ("The irruptions failed.", "irruptions", ("invasions", "incursions")),
        ("IRRUPTION looms.", "IRRUPTION", ("invasion", "incursion")),
        ("The army held workout routines.", "workout routines", ("exercises", "drills")),
        ("He instructed reporters at noon.", "instructed reporters", None),
        ("She avers that all is well.", "avers", ("says", "insists")),
        ("She averred it.", "averred", ("said", "insisted")),
        ("It was undertaken.", "undertaken", ("done",)),
        ("The heads of nations met.", "heads of nation", None),
        ("Both heads of nation met.", "heads of nation", ("heads of state",)),
        ("They were in command of it.", "were in command of", ("were in charge of", "led")),
        ("She is in command of it.", "is in command of", ("is in charge of", "leads")),
        ("A more gargantuan hall.", "more gargantuan", ("bigger", "huger")),
        ("A chillier day.", "chillier", ("colder",)),
        ("New gear came.", "gear", ("equipment",)),
        ("A policy-creator resigned.", "policy-creator", ("policy-maker",)),
        ("Policy-creators resigned.", "Policy-creators", ("policy-makers",)),
        ("We stay, on the off chance that it rains.", "on the off chance that", ("if",)),
        ("Dogs, cats and the sky is the limit from there.", "and the sky is the limit from there", ("and more",)),
    ],
)
def test_forms_and_their_originals(
    compiled_small: CompiledLexicon, text: str, spun: str, wordings: tuple[str, ...] | None
) -> None:
    """A spun form is found in any inflection and stands for its originals in the same one."""
    result = originals(compiled_small, text)
    assert result.get(spun) == wordings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Japanese Europe is tense.", ["news:Japanese Europe"]),
        ("JAPANESE EUROPE IS TENSE", ["news:Japanese Europe"]),
        ("japanese europe is tense.", []),
        ("It was a Chilly Battle.", ["news:Chilly Battle", "general:chilly"]),
        ("It was a chilly battle.", ["general:chilly"]),
        ("Bosom friends met.", []),
        ("A bosom was bared.", ["general:bosom"]),
        ("He wore heavy gear.", []),
        ("The xirruptionx and an irruption-proof irruptive.", ["news:irruption"]),
        ("similar\nas ever", ["function:similar as"]),
        ("It is similar.\n\nAs ever, it rains.", []),
        ("The state’s irruption", ["news:irruption"]),
    ],
)
def test_names_allowed_phrases_and_bounds(compiled_small: CompiledLexicon, text: str, expected: list[str]) -> None:
    """Names keep their capitals, allowed phrases are left alone, words and paragraphs are not cut or joined."""
    assert [entry for _, entry in found(compiled_small, text)] == expected


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("They imposed warrants on Iran.", True),
        ("Economic warrants hurt.", True),
        ("Warrants hurt.", False),
        ("They imposed a fine. Warrants hurt.", False),
        ("A judge imposed warrants.", False),
        ("This warrants attention.", True),
        ("This warrants no attention.", False),
        ("This warrants. Attention!", False),
        ("Top officers met.", True),
        ("The top. Officers met.", False),
        ("Police officers met.", False),
        ("Officers met.", False),
        ("A top officer class met.", False),
    ],
)
def test_guards_look_at_their_sentence(compiled_small: CompiledLexicon, text: str, fires: bool) -> None:
    """A guarded entry fires only where its conditions hold, in the same sentence and in any inflection."""
    assert bool(found(compiled_small, text)) is fires


def test_matches_come_longest_first(compiled_small: CompiledLexicon) -> None:
    """Matches are in the order of the text; where several start, the longest comes first."""
    result = found(compiled_small, "The Chilly Battle was an irruption.", "Similar as a chilly irruption.")
    assert [entry for _, entry in result] == [
        "news:Chilly Battle",
        "general:chilly",
        "news:irruption",
        "function:similar as",
        "general:chilly",
        "news:irruption",
    ]


def test_allowed_phrases_reach_as_far_as_they_go(compiled_small: CompiledLexicon) -> None:
    """The tokens of allowed phrases are told from all others."""
    table = table_of("My bosom friends came.")
    assert compiled_small.allowed_reach(table).tolist() == [0, 3, 3, 3, 3]


def test_wordings_carry_rank_and_keys(compiled_small: CompiledLexicon) -> None:
    """Every wording has the word keys of its tokens and the rank of its lemma."""
    for form in range(len(compiled_small)):
        low, high = compiled_small.wording_bounds[form : form + 2]
        assert high > low
        assert compiled_small.wording_rank[low] == 0
        for wording in compiled_small.wording[low:high].tolist():
            text = compiled_small.wordings[wording]
            assert tuple(compiled_small.keys_of(wording).tolist()) == token_keys(text)
        assert compiled_small.phrases.keys[form] == phrase_key(compiled_small.surfaces[form])
        assert compiled_small.width[form] == len(token_keys(compiled_small.surfaces[form]))


def test_a_form_with_two_readings_has_the_originals_of_both() -> None:
    """A form that is past and participle offers both forms of the original."""
    entry = Entry("aver", ("show",), "verb", "hint", Guard(), "s", "d", id="d:aver")
    compiled = compile_entries([entry])
    by_surface = {surface: compiled.originals_of(form) for form, surface in enumerate(compiled.surfaces)}
    assert by_surface["averred"] == ("showed", "shown")


def test_an_empty_lexicon_finds_nothing() -> None:
    """A lexicon without entries compiles and matches nothing; an empty batch has no matches."""
    nothing = compile_entries([])
    assert found(nothing, "Some text.") == []
    assert nothing.allowed_reach(table_of("Some text.")).sum() == 0


def test_an_empty_text_has_no_matches(compiled_small: CompiledLexicon) -> None:
    """Texts without words among others do no harm."""
    assert found(compiled_small, "", "An irruption.", " ") == [("irruption", "news:irruption")]


@given(
    st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=5).map(tuple), max_size=8),
    st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=30),
)
def test_tables_find_what_a_plain_search_finds(rows: list[tuple[int, ...]], text: list[tuple[int, bool]]) -> None:
    """Every occurrence of every row is found, and nothing else, never across blocks."""
    key = np.array([word for word, _ in text], np.uint64)
    block = np.cumsum([opens for _, opens in text], dtype=np.int32) if text else np.zeros(0, np.int32)
    nothing = np.zeros(len(text), np.int32)
    table = TokenTable(("",), np.array([0, len(text)]), key, nothing, nothing, nothing.astype(np.uint8), block, block)
    phrases, order = PhraseTable.build(rows)
    hits = zip(*phrases.find(table), strict=True)
    ours = sorted((int(first), int(last), int(order[row])) for first, last, row in hits)
    words = [word for word, _ in text]
    plain = [
        (start, start + len(row), number)
        for number, row in enumerate(rows)
        for start in range(len(words) - len(row) + 1)
        if tuple(words[start : start + len(row)]) == row and block[start] == block[start + len(row) - 1]
    ]
    assert ours == sorted(plain)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4))), st.lists(st.tuples(st.integers(0, 9), st.integers(1, 6)))
)
def test_the_reach_tells_what_is_covered(inner: list[tuple[int, int]], outer: list[tuple[int, int]]) -> None:
    """A span is covered exactly when one outer span holds it whole, and a token likewise."""
    covers = [(start, start + width) for start, width in outer]
    reach = reach_of(*(np.array([span[side] for span in covers], np.int64) for side in (0, 1)), 20)
    for start, end in [
        *((start, start + width) for start, width in inner),
        *((place, place + 1) for place in range(20)),
    ]:
        assert (reach[start] >= end) == any(a <= start and end <= b for a, b in covers)


@given(
    st.lists(
        st.sampled_from(["U.S.", "high-stakes", "don't", "e-mail", "(so)", "10%", "its", "a/b"]), min_size=1, max_size=5
    )
)
def test_phrase_keys_by_chunk_are_those_of_the_whole(words: list[str]) -> None:
    """Cutting a phrase at its spaces first gives the tokens that the tokenizer gives."""
    text = " ".join(words)
    keys = token_keys(text)
    assert sequence_key(keys) == phrase_key(text)
    assert rolling_keys(np.array(keys, np.uint64), len(keys))[0] == phrase_key(text)


def test_words_are_cut_as_the_tokenizer_cuts_them() -> None:
    """The short cut for plain words agrees with the tokenizer, special cases included."""
    from wordfreq import top_n_list

    words = [*top_n_list("en", 3000), "cannot", "gonna", "Cannot", "dont", "iPhone", "NATO", "km", "naïve"]
    assert [len(token_keys(word)) for word in words] == [len(split_words(word)) for word in words]
    assert [sequence_key(token_keys(word)) for word in words] == [phrase_key(word) for word in words]


def test_lexicon_compiles_the_same_twice(small: Lexicon) -> None:
    """The same entries give the same arrays."""
    one, other = (compile_entries(small.entries).to_arrays() for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)
