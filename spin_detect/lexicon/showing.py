"""Showing: everything that is known of the entries of a word."""

from __future__ import annotations

from typing import Any

from spin_detect.lexicon.audit import Audit
from spin_detect.lexicon.entries import Entry, tidy
from spin_detect.lexicon.expansion import expand
from spin_detect.lexicon.load import Lexicon


def look_up(lexicon: Lexicon, word: str) -> list[Entry]:
    """Return the entries that `word` is a form of, then those that have it as an original."""
    from spin_detect.lexicon.compile import compiled

    whole, wanted = compiled(lexicon), tidy(word).casefold()
    forms = (form for form, surface in enumerate(whole.surfaces) if surface.casefold() == wanted)
    own = dict.fromkeys(int(whole.entry[form]) for form in forms)
    others = (n for n, e in enumerate(lexicon.entries) if wanted in map(str.casefold, e.originals) and n not in own)
    return [lexicon.entries[number] for number in (*sorted(own), *others)]


def as_json(entry: Entry, audit: Audit | None) -> dict[str, Any]:
    """Return an entry with its forms and audit figures as a JSON object."""
    row = next((row for row in audit.rows if row.entry == entry.id), None) if audit else None
    return {
        "id": entry.id,
        "spun": entry.spun,
        "originals": list(entry.originals),
        "pos": entry.pos,
        "tier": entry.tier,
        "guard": str(entry.guard),
        "source": entry.source,
        "path": str(entry.path),
        "line": entry.line,
        "forms": {surface: list(wordings) for surface, wordings in expand(entry).items()},
        "audit": None
        if audit is None
        else {
            "words": audit.words,
            "hits": row.hits if row else 0,
            "after_guards": row.after_guards if row else 0,
            "per_million_after_guards": round(audit.rate(row.after_guards), 3) if row else 0.0,
        },
    }


def as_text(entry: Entry, audit: Audit | None) -> str:
    """Return an entry with its forms and audit figures for reading."""
    values = as_json(entry, audit)
    lines = [f"{entry.id}  ({entry.pos}, {entry.tier}; {entry.source}; {entry.where})"]
    if entry.guard:
        lines.append(f"  only if {entry.guard}")
    lines += [f"  {surface} → {', '.join(wordings)}" for surface, wordings in values["forms"].items()]
    if figures := values["audit"]:
        lines.append(
            f"  in {figures['words']:,} genuine words: {figures['hits']:,} hits, "
            f"{figures['after_guards']:,} after guards ({figures['per_million_after_guards']} per million)"
        )
    else:
        lines.append("  not audited yet")
    return "\n".join(lines)
