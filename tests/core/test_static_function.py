from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spin_detect.context.static_function import FINGERPRINT_BITS, VALUE_BITS, build
from spin_detect.errors import ModelError

KEYS = st.integers(0, 2**64 - 1)


@given(st.dictionaries(KEYS, st.integers(0, 2**VALUE_BITS - 1), max_size=200))
def test_every_key_is_found_with_its_value(pairs):
    """Whatever was stored comes back, from an empty map to a large one."""
    keys, values = np.array(list(pairs), np.uint64), np.array(list(pairs.values()), np.uint8)
    got, found = build(keys, values).look_up(keys)
    assert found.all()
    assert got.tolist() == list(pairs.values())


def test_a_large_map_is_whole_and_small():
    """Fifty thousand keys in a row, the worst case for a weak hash, at about 2.3 bytes each."""
    keys = np.arange(50_000, dtype=np.uint64)
    values = (keys % 64).astype(np.uint8)
    table = build(keys, values)
    got, found = table.look_up(keys)
    assert found.all()
    assert np.array_equal(got, values)
    assert table.cells.nbytes / len(keys) < 2.8


def test_strangers_are_taken_for_known_once_in_1024():
    """The rate of false positives is that of the fingerprint, and their value is a value."""
    rng = np.random.default_rng(0)
    keys = np.unique(rng.integers(0, 2**63, 20_000, dtype=np.uint64))
    table = build(keys, np.zeros(len(keys), np.uint8))
    strangers = rng.integers(2**63, 2**64 - 1, 400_000, dtype=np.uint64)
    values, found = table.look_up(strangers)
    assert found.mean() == pytest.approx(2.0**-FINGERPRINT_BITS, rel=0.25)
    assert values[found].max() < 2**VALUE_BITS


def test_the_same_keys_give_the_same_bytes():
    """Building is deterministic, and the order of the keys does not decide what is found."""
    keys = np.random.default_rng(1).permutation(np.arange(3000, dtype=np.uint64) * np.uint64(977))
    values = (keys % 61).astype(np.uint8)
    assert np.array_equal(build(keys, values).cells, build(keys, values).cells)
    turned = build(keys[::-1], values[::-1])
    assert np.array_equal(turned.look_up(keys)[0], values)


def test_what_cannot_be_stored_is_refused():
    """A value of too many bits, and the same key twice."""
    with pytest.raises(ModelError, match="need 6 bits; the largest is 64"):
        build(np.array([1], np.uint64), np.array([64], np.uint8))
    with pytest.raises(ModelError, match="not distinct"):
        build(np.array([5, 5, 6], np.uint64), np.array([1, 2, 3], np.uint8))
