from __future__ import annotations

import numpy as np
import pytest

from spin_detect.channel import BoundLexicon, Edits
from spin_detect.context.stream import Stream
from spin_detect.evidence import FEATURES, Evidence, Group, gather
from spin_detect.lexicon.compile import compile_entries
from spin_detect.lexicon.entries import Entry, Guard
from tests.core.small import small_model, table_of

MODEL = small_model()
ENTRIES = [
    Entry("chilly irruption", ("cold flood",), "phrase", "hint", Guard(), "s", "d", id="d:1"),
    Entry("warrants", ("sanctions",), "phrase", "sure", Guard(), "s", "d", id="d:2"),
    Entry("colors", ("army",), "phrase", "likely", Guard(), "s", "d", id="d:3"),
]
LEXICON = BoundLexicon(compile_entries(ENTRIES), MODEL.vocabulary)
TEXT = "the chilly irruption of ukraine and the new warrants on the colors of the country ."


def _evidence(*texts: str) -> tuple[Edits, Evidence]:
    """Return all edits of the texts and the evidence for them."""
    table = table_of(*texts)
    everywhere = np.ones(len(table), bool)
    lexicon = LEXICON.propose(LEXICON.lexicon.match(table))
    edits = Edits.join(lexicon, MODEL.thesaurus.propose(table, everywhere))
    return edits, gather(table, Stream.of(table, MODEL.vocabulary), edits, MODEL)


def test_every_edit_has_a_row_of_numbers():
    """One finite number per feature and edit, and the group that the edit belongs to."""
    edits, evidence = _evidence(TEXT)
    assert evidence.rows.shape == (len(edits), len(FEATURES))
    assert evidence.rows.dtype == np.float32
    assert np.isfinite(evidence.rows).all()
    assert set(evidence.group.tolist()) == {Group.HINT_PHRASE, Group.SURE, Group.LIKELY, Group.THESAURUS}


def test_no_edits_make_no_rows():
    """A text without anything to change, and no text at all, give empty tables."""
    for texts in (("of the union",), ("",), ()):
        if texts:
            edits, evidence = _evidence(*texts)
            assert evidence.rows.shape == (0, len(FEATURES))
            assert len(edits) == len(evidence.group) == 0


def test_the_context_speaks_for_what_was_written_there():
    """An original that was read in this context gains, one that was not gains less."""
    edits, evidence = _evidence("the threat of a russian irruption of ukraine grew .")
    gain = dict(zip(edits.words[:, 0].tolist(), evidence.rows[:, FEATURES.index("gain")].tolist(), strict=True))
    invasion, flood = (MODEL.vocabulary.id_of[word] for word in ("invasion", "flood"))
    assert gain[invasion] > 3
    assert gain[invasion] > gain[flood]


def test_evidence_is_that_of_the_text_alone():
    """What stands in the same batch before or after a text changes nothing in its rows."""
    edits, alone = _evidence(TEXT)
    _, together = _evidence("a chilly irruption .", TEXT, "the colors .")
    low = len(_evidence("a chilly irruption .")[0])
    assert np.array_equal(together.rows[low : low + len(edits)], alone.rows)
    assert np.array_equal(together.group[low : low + len(edits)], alone.group)


def test_log_odds_weigh_each_group_by_its_own_weights():
    """The weights of other groups do not count."""
    _, evidence = _evidence(TEXT)
    weights = np.zeros((len(Group), len(FEATURES)), np.float32)
    weights[:, FEATURES.index("bias")] = np.arange(len(Group))
    assert evidence.log_odds(weights).tolist() == pytest.approx(evidence.group.tolist())
