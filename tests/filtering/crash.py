"""Kill a run at random moments until it is through, and compare with one that was left alone.

    python -m tests.filtering.crash --kills 50

Every kind of input takes part, with one process and with two. Ends with an error at the first difference.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from tests.filtering.cases import GENUINE, SPUN, jsonl, page, records, snapshot, write_warc

ROOT = Path(__file__).parents[2]
CHILD = """
import sys
from pathlib import Path
import spin_detect
from spin_detect.filtering import FilterOptions, planning
from spin_detect.filtering.run import run_filter
if __name__ == "__main__":
    planning._PIECE_BYTES = planning._COMPRESSED_PIECE_BYTES = 8_000  # So that files of this size are cut.
    spin_detect.analyze("Load everything before the clock starts.")
    print("ready", flush=True)
    run_filter([Path(sys.argv[1])], Path(sys.argv[2]), FilterOptions(annotate=True), jobs=int(sys.argv[3]))
"""


def make_inputs(folder: Path) -> Path:
    """Write files of every kind that can be read here: a dozen shards."""
    (folder / "deep").mkdir(parents=True)
    for number in range(5):
        (folder / f"{number}.jsonl").write_bytes(jsonl(records(40, start=100 * number)) + b"{broken\n")
    (folder / "deep" / "z.jsonl.gz").write_bytes(gzip.compress(jsonl(records(40))))
    for number in range(6):
        (folder / "deep" / f"{number}.txt").write_text(f"{SPUN if number % 2 else GENUINE} Number {number}.", "utf-8")
    if find_spec("pyarrow"):
        import pyarrow
        import pyarrow.parquet

        for number in range(2):
            table = pyarrow.Table.from_pylist(records(80, start=number))
            pyarrow.parquet.write_table(table, folder / f"{number}.parquet")
    if find_spec("warcio") and find_spec("trafilatura"):
        pages = [(f"http://site.example/{n}", page(SPUN if n % 2 else GENUINE, f"Page {n}")) for n in range(6)]
        write_warc(folder / "a.warc.gz", pages)
    return folder


def start(source: Path, output: Path, jobs: int) -> subprocess.Popen[str]:
    """Start a run and return its process when it has loaded what it needs."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(source), str(output), str(jobs)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def crash(folder: Path, kills: int, *, jobs: int, seed: int) -> int:
    """Kill runs `kills` times in all; return how often a run came through. Raises `AssertionError` for a difference."""
    chance = random.Random(seed)
    source = make_inputs(folder / "in")
    began = time.monotonic()
    with start(source, folder / "whole", jobs) as process:
        began = time.monotonic()
        assert process.wait() == 0
    patience = time.monotonic() - began
    expected = snapshot(folder / "whole")
    done = through = 0
    while done < kills or not through:
        output = folder / f"out{through}"
        with start(source, output, jobs) as process:
            try:
                # Mostly early: what was done before a kill is not done again, so late moments come by themselves.
                process.wait(chance.uniform(0, patience * chance.choice((0.3, 0.6, 1.0))) if done < kills else None)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                done += 1
                continue
        assert process.returncode == 0
        through += 1
        found = snapshot(output)
        assert found.keys() == expected.keys()
        assert [name for name in expected if found[name] != expected[name]] == []
    return through


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    for jobs in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            kills = (arguments.kills + jobs - 1) // 2
            through = crash(Path(folder), kills, jobs=jobs, seed=arguments.seed)
            print(f"{jobs} process(es): {kills} kills, {through} runs came through, all results identical")


if __name__ == "__main__":
    main()
