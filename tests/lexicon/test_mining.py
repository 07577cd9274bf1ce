"""Alignment and mining: known swaps are found again, whatever happened to the sentences."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spin_detect.lexicon.align import align_sentences, sentences, substitutions
from spin_detect.lexicon.copies import mine_copies
from spin_detect.lexicon.mine import lemma_swap, mine

from .conftest import DATA

ORIGINAL = (DATA / "pairs" / "original.txt").read_text("utf-8")
SPUN = (DATA / "pairs" / "spun.txt").read_text("utf-8")

SWAPS = {
    "reporters": "correspondents",
    "begin": "commence",
    "officials": "officers",
    "expect": "anticipate",
    "owners": "proprietors",
    "decision": "choice",
    "visitors": "guests",
    "money": "cash",
    "important": "essential",
    "warned": "cautioned",
    "noise": "commotion",
    "company": "organization",
    "ships": "vessels",
    "children": "youngsters",
}


def spin(text: str, swaps: dict[str, str]) -> str:
    """Return the text as a thesaurus spinner would emit it."""
    for old, new in swaps.items():
        text = text.replace(f" {old}", f" {new}").replace(old.capitalize(), new.capitalize())
    return text


def test_sentences_are_paired_though_moved_joined_and_split() -> None:
    """Every spun sentence finds its original in another place, joined with another, or cut in two."""
    pairs = [(str(a)[:24], str(b)[:24]) for a, b in align_sentences(sentences(SPUN), sentences(ORIGINAL))]
    assert ("Shop proprietors in Port", "Shop owners in Port Elle") in pairs
    assert ("The harbour authority in", "The harbour authority to") in pairs
    assert ("Tickets will cost nine p", "Tickets will cost nine p") in pairs
    assert ("The organization ordered", "The company ordered thre") in pairs


def test_substitutions_point_into_both_texts() -> None:
    """Offsets slice the wording out of either text, and every difference has its place."""
    found = substitutions(SPUN, ORIGINAL)
    for item in found:
        assert SPUN[item.start : item.end] == item.spun
        assert ORIGINAL[item.original_start : item.original_end] == item.original
    wordings = {(item.spun, item.original) for item in found}
    assert {("proprietors", "owners"), ("instructed", "told"), ("quiet", "calm"), ("commotion", "noise")} <= wordings


def test_equal_texts_have_no_substitutions() -> None:
    """A text compared with itself shows nothing; strangers show nothing either."""
    assert substitutions(ORIGINAL, ORIGINAL) == []
    assert substitutions("Nothing here is like the other text at all.", ORIGINAL) == []
    assert substitutions("", ORIGINAL) == []
    assert substitutions(ORIGINAL, "") == []


def test_mining_recovers_known_pairs() -> None:
    """Of the swaps that a simulated spinner made, nearly all are proposed, as lemmas."""
    proposals = {p.entry.spun: p.entry for p in mine([(spin(ORIGINAL, SWAPS), ORIGINAL)])}
    expected = {"correspondent", "commence", "officer", "anticipate", "proprietor", "choice", "guest", "cash", "vessel"}
    assert expected <= proposals.keys()
    assert proposals["vessel"].originals == ("ship",)
    assert proposals["vessel"].pos == "noun"
    assert proposals["commence"].pos == "verb"


def test_mining_counts_and_keeps_contexts() -> None:
    """A swap seen in several texts is counted, and shows sentences of both sides."""
    best = mine([(SPUN, ORIGINAL)] * 3)[0]
    assert best.count == 3
    assert len(best.contexts) == 1
    assert mine([(SPUN, ORIGINAL)], min_count=2) == []


@pytest.mark.parametrize(
    ("spun", "original"),
    [
        ("He says it rains.", "He said it rains."),
        ("The health-care bill passed.", "The health care bill passed."),
        ("Mr Ryapkov spoke in Geneva.", "Mr Ryabkov spoke in Geneva."),
        ("It cost 12 pounds in all.", "It cost 15 pounds in all."),
        ("Nearly a third of it was gone.", "Nearly the third of it was gone."),
        ("It was gone, by noon at least.", "It was gone by noon at least."),
    ],
)
def test_noise_is_dropped(spun: str, original: str) -> None:
    """Inflections, spellings, names, numbers, articles and punctuation are no vocabulary."""
    assert mine([(spun, original)]) == []


@pytest.mark.parametrize(
    ("spun", "original", "swap"),
    [
        ("chastising warrants", "punishing sanctions", ("chastising warrant", "punishing sanction", "noun")),
        ("averred", "said", ("aver", "say", "verb")),
        ("rapidly", "quickly", ("rapidly", "quickly", "adv")),
        ("bigger", "larger", ("big", "large", "adj")),
        ("Chilly Battle", "Cold War", ("Chilly Battle", "Cold War", "name")),
        ("on the off chance that", "if", ("on the off chance that", "if", "phrase")),
        ("a developing theme", "an emerging topic", ("developing theme", "emerging topic", "noun")),
        ("carried out", "did", ("carry out", "do", "verb")),
    ],
)
def test_swaps_become_lemmas(spun: str, original: str, swap: tuple[str, str, str]) -> None:
    """A swap is stored as lemmas of the part of speech that both sides share."""
    found = lemma_swap(spun, original)
    assert (found.spun, found.original, found.pos) == swap


def test_names_are_kept_whole() -> None:
    """A swapped word of a name is proposed with the rest of the name."""
    (proposal,) = mine([("The war reached Japanese Europe in May.", "The war reached Eastern Europe in May.")])
    assert proposal.entry.row.startswith("Japanese Europe\tEastern Europe\tname\t")


def test_copies_without_the_original_reveal_swaps() -> None:
    """Where spun copies disagree and names agree, the commoner wording is taken for the original."""
    halves = [dict(list(SWAPS.items())[part::2]) for part in (0, 1)]
    proposals = {
        p.entry.spun: p.entry.originals for p in mine_copies([spin(ORIGINAL, half) for half in halves] + [ORIGINAL])
    }
    assert proposals["commence"] == ("begin",)
    assert proposals["proprietor"] == ("owner",)
    other = ORIGINAL.replace("Tuesday", "Friday").replace("Port Ellery", "Westhaven").replace("Gdansk", "Bremen")
    stranger = {p.entry.spun for p in mine_copies([spin(other, SWAPS), ORIGINAL])}
    assert "commence" not in stranger
    assert "proprietor" not in stranger


@given(st.lists(st.text("ab. \nAB,1", max_size=30), min_size=2, max_size=2))
def test_any_two_texts_can_be_compared(texts: list[str]) -> None:
    """Whatever is compared, every place lies inside its text."""
    spun, original = texts
    for item in substitutions(spun, original):
        assert spun[item.start : item.end] == item.spun
        assert original[item.original_start : item.original_end] == item.original


def test_long_texts_are_aligned_in_linear_time() -> None:
    """Sentences are compared with few others, so that a thousand of them are no trouble."""
    random.seed(1)
    words = ORIGINAL.replace(".", "").split()
    text = " ".join(" ".join(random.choices(words, k=12)).capitalize() + f" {number}." for number in range(1500))
    assert len(align_sentences(sentences(spin(text, SWAPS)), sentences(text))) > 1400
