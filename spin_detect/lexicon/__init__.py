"""The lexicon: what spinners emit and what it most likely stood for, read, compiled and looked up."""

from spin_detect.lexicon.compile import compiled, compiled_for
from spin_detect.lexicon.compiled import CompiledLexicon, Matches
from spin_detect.lexicon.entries import Entry, Guard, format_entries, read_entries
from spin_detect.lexicon.load import Lexicon, default_lexicon, lexicon_dir, lexicon_for

__all__ = [
    "CompiledLexicon",
    "Entry",
    "Guard",
    "Lexicon",
    "Matches",
    "compiled",
    "compiled_for",
    "default_lexicon",
    "format_entries",
    "lexicon_dir",
    "lexicon_for",
    "read_entries",
]
