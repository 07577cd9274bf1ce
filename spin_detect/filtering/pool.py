"""Working on many shards: in this process or in several, with a way to stop in good order."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from spin_detect.errors import SpinDetectError
from spin_detect.filtering.folder import RunFolder
from spin_detect.filtering.options import FilterOptions
from spin_detect.filtering.planning import Shard
from spin_detect.filtering.tally import Tally
from spin_detect.filtering.working import Advance, work_shard

Done = tuple[Shard, Tally, float]
_DOCUMENTS, _SPUN, _STOP = range(3)
_TICK = 0.25

_board: Any = None
"""In a worker: the numbers that it shares with the parent."""


def run_shards(
    shards: Iterable[Shard], folder: RunFolder, options: FilterOptions, workers: int, advance: Advance
) -> Iterator[Done]:
    """Filter the shards and yield each when it is done, in any order; `advance` hears of documents as they pass."""
    if workers == 1:
        for shard in shards:
            counts, seconds = work_shard(shard, folder, options, advance)
            yield shard, counts, seconds
    else:
        yield from _in_pool(iter(shards), folder, options, workers, advance)


def _in_pool(
    shards: Iterator[Shard], folder: RunFolder, options: FilterOptions, workers: int, advance: Advance
) -> Iterator[Done]:
    # Spawned, not forked: a fork would copy the threads and locks of whatever the parent has loaded.
    context = multiprocessing.get_context("spawn")
    board = context.Array("q", 3)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(board,))
    report = _Report(board, advance)
    pending: set[Future[Done]] = set()
    try:
        while True:
            for shard in shards:
                with _interrupts_held():
                    pending.add(pool.submit(_work, shard, folder, options))
                if len(pending) >= 2 * workers:
                    break
            if not pending:
                return
            done, pending = wait(pending, _TICK, FIRST_COMPLETED)
            report()
            for future in done:
                yield future.result()
    except BrokenProcessPool as error:
        raise SpinDetectError(
            "a worker process died, perhaps for want of memory; run the same command again to go on, with fewer --jobs"
        ) from error
    finally:
        board.get_obj()[_STOP] = 1
        pool.shutdown(wait=True, cancel_futures=True)


class _Report:
    """Tells what was added to the board since the last time."""

    def __init__(self, board: Any, advance: Advance) -> None:
        self._numbers = board.get_obj()
        self._advance = advance
        self._documents = self._spun = 0

    def __call__(self) -> None:
        documents, spun = self._numbers[_DOCUMENTS], self._numbers[_SPUN]
        self._advance(documents - self._documents, spun - self._spun)
        self._documents, self._spun = documents, spun


class _StoppedError(Exception):
    """The parent wants the work to end."""


def _start_worker(board: Any) -> None:
    """Prepare a worker: it ends with its parent, however that one ends."""
    global _board
    _board = board
    # A worker has nothing open when it ends. To take down the interpreter took 0.4 s, and the parent waited for it.
    atexit.register(os._exit, 0)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.join,), daemon=True).start()


def _end_with(join: Callable[[], None]) -> None:
    join()
    os._exit(1)


def _work(shard: Shard, folder: RunFolder, options: FilterOptions) -> Done:
    counts, seconds = work_shard(shard, folder, options, _tell_parent)
    return shard, counts, seconds


def _tell_parent(documents: int, spun: int) -> None:
    numbers = _board.get_obj()
    if numbers[_STOP]:
        raise _StoppedError
    with _board.get_lock():
        numbers[_DOCUMENTS] += documents
        numbers[_SPUN] += spun


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while processes are started. They inherit that, and leave it to the parent to stop them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
