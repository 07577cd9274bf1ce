"""The folder of a run: whose it is, what is done already, and where everything stands."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from spin_detect.errors import ConfigError, InputError
from spin_detect.filtering.options import FilterOptions
from spin_detect.filtering.outputs import make_folder, write_json
from spin_detect.filtering.planning import Shard
from spin_detect.filtering.tally import Tally
from spin_detect.reading import Input

SCHEMA = 1
_SHOWN = 3


class RunFolder:
    """`run.json` tells the run; `kept/` and `dropped/` hold documents; `.spin-detect/` a marker for each done shard."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kept = path / "kept"
        self.dropped = path / "dropped"
        self.failed = path / "failed.jsonl"
        self.documents = path / "documents.jsonl"
        self.summary = path / "summary.json"
        self.run = path / "run.json"
        self._state = path / ".spin-detect"

    def kept_file(self, shard: Shard) -> Path:
        """Return the file of kept records of a shard: its place, or for a range of a big file a piece for later."""
        return self.kept / shard.places[0] if shard.span is None else self._piece("kept", shard)

    def dropped_file(self, shard: Shard) -> Path:
        """Return the same for dropped records."""
        return self.dropped / shard.places[0] if shard.span is None else self._piece("dropped", shard)

    def _piece(self, kind: str, shard: Shard) -> Path:
        return self._state / kind / f"{shard.name}{shard.places[0].suffix}"

    def marker(self, shard: Shard) -> Path:
        """Return the file whose presence says that a shard is done; it holds the counts."""
        return self._state / "shards" / f"{shard.name}.json"

    def failures(self, shard: Shard) -> Path:
        """Return the file of what could not be read in a shard."""
        return self._state / "failed" / f"{shard.name}.jsonl"

    def decisions(self, shard: Shard) -> Path:
        """Return the file of the decisions on the documents of a shard that have no fields of their own."""
        return self._state / "documents" / f"{shard.name}.jsonl"

    def result(self, shard: Shard) -> tuple[Tally, float] | None:
        """Return counts and working time of a finished shard, `None` for one that is still to do."""
        try:
            record = json.loads(self.marker(shard).read_bytes())
        except FileNotFoundError:
            return None
        return Tally.of_json(record["counts"]), record["seconds"]

    def finish(self, shard: Shard, counts: Tally, seconds: float) -> None:
        """Mark a shard as done; this comes last, after everything else of it is in place."""
        write_json(self.marker(shard), {"counts": counts.as_json(), "seconds": round(seconds, 3)})

    @contextmanager
    def opened(self, fingerprint: dict[str, Any]) -> Iterator[None]:
        """Hold the folder for the run of `fingerprint`: make it, or take it up where an equal run was stopped.

        Raises `ConfigError` for a folder that holds something else, or that another process works in.
        """
        self._claim(fingerprint)
        with self._locked():
            self._sweep()
            yield

    def _claim(self, fingerprint: dict[str, Any]) -> None:
        if self.run.is_file():
            different = _differences(self._known(), fingerprint)
            if different:
                what = "; ".join(different)
                raise ConfigError(
                    f"{self.path}: belongs to another run ({what}); name another folder, or remove this one"
                )
            return
        if self.path.exists() and not self.path.is_dir():
            raise InputError(f"{self.path}: is not a folder")
        # A run that was killed before it could write its name leaves nothing but the beginnings of that file.
        if self.path.is_dir() and any(not _is_part(path) for path in self.path.iterdir()):
            raise ConfigError(f"{self.path}: is not empty, and not the folder of such a run; name a new folder")
        write_json(self.run, fingerprint)

    def _known(self) -> dict[str, Any]:
        try:
            known = json.loads(self.run.read_bytes())
        except (OSError, ValueError) as error:
            raise ConfigError(
                f"{self.run}: cannot be read: {error}; name another folder, or remove this one"
            ) from error
        return known if isinstance(known, dict) else {}

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes out; the lock goes when this process does, however it ends."""
        make_folder(self._state)
        with (self._state / "lock").open("wb") as file:
            try:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except ImportError:
                pass  # No such locks on this system.
            except OSError as error:
                raise ConfigError(
                    f"{self.path}: another process works in this folder; wait until it is done"
                ) from error
            yield

    def _sweep(self) -> None:
        """Remove what an interrupted run left half written."""
        for root, _, names in os.walk(self.path):
            for name in names:
                if _is_part(Path(name)):
                    Path(root, name).unlink(missing_ok=True)


def fingerprint(inputs: Sequence[Input], options: FilterOptions) -> dict[str, Any]:
    """Return what decides on the output of a run: versions, options, and the files with size and time of change."""
    from spin_detect import __version__
    from spin_detect.analysis import resources

    model, lexicon = resources(options.settings).versions
    return {
        "schema": SCHEMA,
        "versions": {"spin-detect": __version__, "model": model, "lexicon": lexicon},
        "own_lexicon": _digest(options.settings.lexicon),
        "options": options.as_json(),
        "inputs": [_identity(source) for source in inputs],
    }


def _identity(source: Input) -> dict[str, Any]:
    assert source.path is not None
    status = source.path.stat()
    return {"name": source.name, "size": status.st_size, "modified": status.st_mtime_ns}


def _digest(path: Path | None) -> str | None:
    """Return a digest of a user's own lexicon, whose entries may change under one name."""
    if path is None:
        return None
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _is_part(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith(".part")


def _differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return in words what differs between two runs."""
    old, new = json.loads(json.dumps(old)), json.loads(json.dumps(new))
    before, after = old.pop("inputs", []), new.pop("inputs", [])
    flat_before, flat_after = dict(_flat(old)), dict(_flat(new))
    different = [
        f"{name} was {flat_before.get(name)!r}, is {flat_after.get(name)!r}"
        for name in sorted({*flat_before, *flat_after})
        if flat_before.get(name) != flat_after.get(name)
    ]
    if before != after:
        changed = [one["name"] for one in after if one not in before] or [
            one["name"] for one in before if one not in after
        ]
        more = ", …" if len(changed) > _SHOWN else ""
        what = f": {', '.join(changed[:_SHOWN])}{more}" if changed else ", in another order"
        different.append(f"other input files, or files changed since{what}")
    return different


def _flat(record: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
