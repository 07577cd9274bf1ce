"""The launch scripts in `examples/`, with the real datatrove."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.filtering.cases import jsonl, records

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"

pytestmark = pytest.mark.skipif(
    not (find_spec("datatrove") and EXAMPLES.is_dir()), reason="runs the examples of a checkout: needs datatrove"
)


def launch(script: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts."""
    return subprocess.run(
        [sys.executable, EXAMPLES / script, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a folder with two files of records."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.jsonl").write_bytes(jsonl(records(3, start=3 * number)))
    return folder


@pytest.mark.skipif(shutil.which("sh") is None, reason="stands in for sbatch: needs a shell")
def test_slurm(source, tmp_path):
    """The script hands a job array to sbatch."""
    sbatch = tmp_path / "sbatch"
    sbatch.write_text('#!/bin/sh\nfor last; do :; done\ncat "$last" >> "$SUBMITTED"\necho 4711\n')
    sbatch.chmod(0o755)
    submitted = tmp_path / "submitted"
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = launch("datatrove_slurm.py", source, tmp_path / "out", PATH=path, SUBMITTED=str(submitted))
    assert done.returncode == 0, done.stderr
    assert "#SBATCH --array=0-255%64" in submitted.read_text()
    assert (tmp_path / "out" / "logs" / "executor.pik").stat().st_size < 10_000


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ray") is None, reason="runs Ray on this machine: needs ray")
def test_ray(source, tmp_path):
    """The script filters with Ray, each task its share."""
    done = launch("datatrove_ray.py", source, tmp_path / "out", 2)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out" / "kept").iterdir())) == 2
    assert len(list((tmp_path / "out" / "dropped").iterdir())) == 2
