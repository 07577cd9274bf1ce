"""A run that is killed and started again ends as if nothing had happened.

At length, with fifty kills and more: `python -m tests.filtering.crash`.
"""

from __future__ import annotations

import os

import pytest

from tests.filtering.crash import crash

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes the Unix way")


@pytest.mark.slow
@pytest.mark.parametrize(("jobs", "kills"), [(1, 3), (2, 2)])
def test_killed_runs_end_the_same(jobs, kills, tmp_path):
    """Killed at random moments, a run that goes on gives the bytes of an uninterrupted one."""
    assert crash(tmp_path, kills, jobs=jobs, seed=7)
