"""The statistics, on numbers small enough to work out by hand."""

from __future__ import annotations

import math

import pytest

from spin_detect.evaluation.measures import (
    Share,
    auc,
    auc_interval,
    calibration_error,
    f_half,
    share_over,
    threshold_at,
)


def test_auc_counts_pairs_and_halves_ties():
    """Of the six pairs 0.9>0.1, 0.9>0.5, 0.9>0.5, 0.5>0.1 are won and 0.5=0.5 twice is half won: 5 of 6."""
    assert auc([0.9, 0.5], [0.1, 0.5, 0.5]) == pytest.approx(5 / 6)
    assert auc([], [0.1]) is None
    assert auc([0.1], []) is None


def test_wilson_interval_of_eight_in_ten():
    """8 of 10 has the textbook interval 0.490 to 0.943."""
    low, high = Share(8, 10).interval
    assert (low, high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))


def test_wilson_interval_of_none_in_a_hundred():
    """0 of 100 still leaves room up to z²/(n + z²) = 3.8416 / 103.8416 = 0.0370."""
    low, high = Share(0, 100).interval
    assert low == 0
    assert high == pytest.approx(3.841459 / 103.841459, abs=1e-6)


def test_a_share_of_nothing_is_not_zero():
    """What was not measured is None."""
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


def test_threshold_lets_through_no_more_than_the_rate():
    """Of 20 genuine scores 0.01 … 0.20, one may pass at 5 % and none at 1 %."""
    genuine = [i / 100 for i in range(1, 21)]
    assert threshold_at(genuine, 0.05) == 0.19
    assert threshold_at(genuine, 0.01) == 0.20
    assert share_over([0.195, 0.20, 0.21], 0.19) == Share(3, 3)
    assert share_over([0.195, 0.20, 0.21], 0.20) == Share(1, 3)


def test_ties_at_the_threshold_do_not_pass():
    """Two genuine texts of the highest score: at 5 % of 20 letting one through would let both, so neither passes."""
    assert threshold_at([0.9, 0.9] + [0.1] * 18, 0.05) == 0.9
    assert threshold_at([], 0.05) == -math.inf


@pytest.mark.parametrize(
    ("precision", "recall", "value"),
    [
        (0.8, 0.4, 1.25 * 0.8 * 0.4 / (0.2 + 0.4)),
        (1.0, 1.0, 1.0),
        (0.0, 0.0, 0.0),
        (None, 0.5, None),
        (0.5, None, None),
    ],
)
def test_f_half(precision, recall, value):
    """F0.5 of 0.8 and 0.4 is 0.4 / 0.6."""
    assert f_half(precision, recall) == (None if value is None else pytest.approx(value))


def test_calibration_error_by_hand():
    """Top bin: 0.9 and 1.0, one spun, gap 1.9 - 1; second bin: 0.1 and 0.1, none spun, gap 0.2; 1.1 over 4."""
    assert calibration_error([0.9, 1.0, 0.1, 0.1], [True, False, False, False]) == pytest.approx((0.9 + 0.2) / 4)
    assert calibration_error([], []) is None


def test_bootstrap_interval_is_seeded_and_holds_the_auc():
    """The same seed gives the same interval, the AUC lies inside, and perfect scores leave no doubt."""
    spun, genuine = [0.9, 0.8, 0.4, 0.7], [0.1, 0.5, 0.3, 0.6, 0.2]
    pages = {"spun_pages": ["a", "a", "b", "c"], "genuine_pages": ["d", "e", "f", "g", "h"]}
    interval = auc_interval(spun, genuine, seed=3, **pages)
    assert interval == auc_interval(spun, genuine, seed=3, **pages)
    assert interval[0] < auc(spun, genuine) <= interval[1]
    assert auc_interval([1.0] * 4, genuine, **pages) == (1.0, 1.0)
    assert auc_interval([], genuine, spun_pages=[], genuine_pages=pages["genuine_pages"]) is None


def test_bootstrap_draws_pages_not_texts():
    """With one page of each label there is nothing to draw anew, so the interval has no width."""
    interval = auc_interval([0.9, 0.2], [0.1, 0.5], spun_pages=["a", "a"], genuine_pages=["b", "b"])
    assert interval == (0.75, 0.75)
