"""What all adapters do with a batch of texts."""

from __future__ import annotations

from collections.abc import Sequence

import spin_detect
from spin_detect.config import Settings
from spin_detect.errors import MissingExtraError, SpinDetectError
from spin_detect.reading.charset import without_surrogates
from spin_detect.records import Analysis


def analyses(texts: Sequence[str], settings: Settings | None = None) -> list[Analysis | None]:
    """Return the analysis of each text, `None` for one that cannot be analysed: it never takes others with it.

    Errors of our own, such as a lexicon that cannot be read, are raised: they concern every text.
    """
    try:
        return list(spin_detect.analyze_many((without_surrogates(text)[0] for text in texts), settings))
    except SpinDetectError:
        raise
    except Exception:
        return [None] if len(texts) == 1 else [found for text in texts for found in analyses([text], settings)]


def missing(library: str, extra: str, error: ImportError | None) -> MissingExtraError:
    """Return the error that tells how to install what an adapter needs."""
    failure = MissingExtraError(f"this adapter needs {library}: pip install 'spin-detect[{extra}]'")
    failure.__cause__ = error
    return failure
