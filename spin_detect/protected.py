"""Zones of a text that are never edited: addresses, code, mark-up, mathematics, file paths."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_TOP_LEVEL = (
    "com|org|net|edu|gov|mil|int|info|io|co|ai|app|dev|tv|me|uk|eu|de|fr|ca|au|us|in|ru|ch|nl|it|es|se|no|jp|cn"
)
_FILE_TYPES = (
    "py|js|ts|jsx|tsx|css|html?|xml|json|ya?ml|toml|ini|cfg|md|rst|txt|csv|tsv|pdf|docx?|xlsx?|pptx?|zip|gz|tar|exe"
    "|dll|so|jar|java|cpp|hpp|cs|go|rs|rb|php|sh|bat|ps1|sql|png|jpe?g|gif|svg|mp[34]|log|apk|dmg|iso"
)

# Every pattern has bounded repeats or can only be entered at its own rare first characters, so that time stays linear.
_MARKED = re.compile(
    r"""
      (?:https?|ftp|file)://[^\s<>"“”]{1,2000}
    | www\.[^\s<>"“”]{1,2000}
    | (?<![\w`])`(?!`)[^\s`](?:[^`\n]{0,200}[^\s`])?`(?![\w`])
    | (?<!`)``(?!`)(?:(?!'')[^\n]){1,200}?``(?!`)
    | <!--(?:(?!-->|<!--).){0,2000}-->
    | </?[A-Za-z][\w:-]{0,40}(?:\s[^<>]{0,1000})?/?>
    | &(?:\#\d{1,7}|\#x[\da-fA-F]{1,6}|[A-Za-z]\w{1,30});
    | \$\$[^$]{1,2000}\$\$
    | \\\((?:(?!\\[()]).){1,2000}\\\)
    | \\\[(?:(?!\\[\[\]]).){1,2000}\\\]
    | \\begin\{(?P<env>[A-Za-z]{1,30}\*?)\}(?:(?!\\(?:end|begin)\{).){0,4000}\\end\{(?P=env)\}
    | \\[A-Za-z]{1,30}(?:\[[^\]\n]{0,100}\])?(?:\{[^{}\n]{0,300}\}){0,4}
    | (?<![\w&/])[#@]\w[\w.]{0,100}
    | (?<![\w./])(?:~|\.{1,2})?/(?:[\w.+-]{1,100}/){1,30}[\w.+-]{0,100}
    | (?<!\w)[A-Za-z]:\\[^\s"<>|*?]{1,300}
    """,
    re.VERBOSE | re.DOTALL,
)
_MATH = re.compile(r"(?<![\\$\w])\$(?=[^\s$])([^$\n]{0,300}?)(?<=[^\s\\])\$(?![\d$])")
_MATH_SIGN = re.compile(r"[\\^_{}=<>+|/]|^[A-Za-z]{1,3}'?$|^\(?[A-Za-z],|^-?\d*[A-Za-z]$|^[A-Za-z]\([A-Za-z, ]+\)$")
_MAIL = re.compile(r"[\w.+-]{1,64}\Z")
_MAIL_HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_DOT = re.compile(r"[a-z0-9]\.[a-z]")
_DOTTED = re.compile(
    rf"[\w-]+(?:\.[\w-]+)*\.(?:(?:{_TOP_LEVEL})(?![\w-])(?:/[^\s<>\"“”]*)?|(?:{_FILE_TYPES})(?![\w-]))"
)
_REACH = 100
_RUN = re.compile(r"[\w.-]+")
_RUN_BACK = re.compile(r"[\w.-]{1,100}\Z")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
_INDENTED = re.compile(r"(?:\A|\n[ \t]*\n)((?:(?: {4}|\t)[^\n]*(?:\n|\Z))+)")
_CODE_SIGN = re.compile(
    r"[{};=]|\(\)|->|::|^\s*(?:[$#>%] |import |from \w+ import|def |class |return\b|sudo |pip |npm |git )"
)
_TRAILING = ".,;:!?'\"’”)]}*"


def protected_spans(text: str) -> list[Span]:
    """Return the spans of `text` that must not be edited, sorted and without overlaps.

    Web addresses, e-mail, inline and fenced and indented code, hashtags, @handles, HTML tags, LaTeX mathematics, file
    names and paths.

    >>> [text[a:b] for text in ["see www.example.org/a, or `x = 1`"] for a, b in protected_spans(text)]
    ['www.example.org/a', '`x = 1`']
    """
    spans = [*_code_blocks(text), *_marked(text), *_mathematics(text), *_addresses(text)]
    return merge(spans)


def merge(spans: Sequence[Span]) -> list[Span]:
    """Return the union of `spans`, sorted, touching ones joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        elif end > start:
            merged.append((start, end))
    return merged


def touches(spans: Sequence[Span], start: int, end: int) -> bool:
    """Tell whether `[start, end)` shares a character with one of the sorted, disjoint `spans`."""
    place = bisect_right(spans, (end - 1, len(spans) and spans[-1][1])) if end > start else 0
    return end > start and place > 0 and spans[place - 1][1] > start


def _code_blocks(text: str) -> Iterator[Span]:
    """Yield fenced blocks (an open one runs to the end, as in Markdown) and indented blocks that read like code."""
    if "```" in text or "~~~" in text:
        fence = ""
        start = 0
        for match in _FENCE.finditer(text):
            marks = match.group(1)
            if not fence:
                fence, start = marks, match.start()
            elif marks.startswith(fence) and match.group().strip() == marks:
                yield start, match.end()
                fence = ""
        if fence:
            yield start, len(text)
    if "\n    " in text or "\n\t" in text or text[:1] in "\t ":
        for match in _INDENTED.finditer(text):
            lines = [line for line in match.group(1).splitlines() if line.strip()]
            if 2 * sum(_CODE_SIGN.search(line) is not None for line in lines) > len(lines):
                yield match.span(1)


def _marked(text: str) -> Iterator[Span]:
    """Yield the zones that announce themselves by their first characters."""
    for match in _MARKED.finditer(text):
        start, end = match.span()
        if text[start] in "hfw#@/~.":
            end = start + len(match.group().rstrip(_TRAILING))
        yield start, end


def _mathematics(text: str) -> Iterator[Span]:
    """Yield `$…$` that holds mathematics, not two prices."""
    if "$" in text:
        for match in _MATH.finditer(text):
            if _MATH_SIGN.search(match.group(1)):
                yield match.span()


def _addresses(text: str) -> Iterator[Span]:
    """Yield e-mail addresses, bare host names and file names."""
    at = text.find("@")
    while at >= 0:
        name = _MAIL.search(text, max(0, at - 64), at)
        host = _MAIL_HOST.match(text, at + 1)
        if name and host:
            yield name.start(), host.end()
        at = text.find("@", at + 1)
    done = 0
    for match in _DOT.finditer(text):
        if match.start() < done:
            continue
        before = _RUN_BACK.search(text, max(done, match.start() - _REACH), match.start())
        start = before.start() if before else match.start()
        run = _RUN.match(text, start)
        dotted = _DOTTED.match(text, start, match.end() + _REACH)
        done = run.end() if run else match.end()
        if dotted:
            end = start + len(dotted.group().rstrip(_TRAILING))
            done = max(done, end)
            yield start, end
