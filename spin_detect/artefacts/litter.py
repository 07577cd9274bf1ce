"""What scrapers carry along: `[ad_1]`, `Source link`, comment forms, sharing buttons, teasers.

Phrases that are ordinary English count only as a line of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spin_detect.artefacts.rules import finding
from spin_detect.records import Finding

_LINES: dict[str, str] = {
    line: rule
    for rule, lines in {
        "litter-source": (
            "source link",
            "source links",
            "source:link",
            "source: link",
            "original source link",
            "source hyperlink",
        ),
        "litter-form": (
            "leave a reply",
            "leave a comment",
            "leave a reply cancel reply",
            "cancel reply",
            "post a comment",
            "post comment",
            "your email address will not be published.",
            "your email address will not be published. required fields are marked *",
            "required fields are marked *",
            "save my name, email, and website in this browser for the next time i comment.",
            "notify me of follow-up comments by email.",
            "notify me of new posts by email.",
            "this site uses akismet to reduce spam. learn how your comment data is processed.",
            "you must be logged in to post a comment.",
        ),
        "litter-share": (
            "share this:",
            "share this post",
            "share this article",
            "like this:",
            "like loading...",
            "share on facebook",
            "share on twitter",
            "share on linkedin",
            "share on whatsapp",
            "tweet this",
            "click to share",
            "click to print",
        ),
        "litter-byline": ("by admin", "posted by admin", "written by admin", "author: admin", "by administrator"),
        "litter-site": (
            "just another wordpress site",
            "skip to content",
            "skip to main content",
            "post navigation",
            "related posts",
            "related articles",
            "you may also like",
            "you might also like",
            "advertisement",
            "advertisements",
            "continue reading below",
            "story continues below advertisement",
            "article continues below advertisement",
            "subscribe to our newsletter",
            "sign up for our newsletter",
        ),
        "litter-pointer": ("more topics:", "more to read:", "read more:", "read also:", "see also:", "related:"),
    }.items()
    for line in lines
}

_ANYWHERE = (
    ("litter-ad", re.compile(r"\[/?ad_\d{1,2}\]")),
    ("litter-form", re.compile(r"Your email address will not be published\.(?: Required fields are marked ?\*)?")),
    ("litter-share", re.compile(r"Click to share on [A-Z][A-Za-z]{1,20} \(Opens in new window\)")),
)
_TEASER = re.compile(r"see also[ \xa0]{2,}\S", re.IGNORECASE)
_POINTER = re.compile(
    r"(?:see also|related|read more|read also|also read|don['’]t miss|must read|more on this):?[ \xa0](?=[A-Z“‘\"'\d])",
    re.IGNORECASE,
)
_TAIL = re.compile(r" -(?<=[\w.!?’”\"] -)(?:Breaking|Exclusive|Report|Sources?|Update)[ \t]*$", re.MULTILINE)
_LONGEST = 160


def find(text: str) -> Iterator[Finding]:
    """Yield scraper litter."""
    for rule, pattern in _ANYWHERE:
        for match in pattern.finditer(text):
            yield finding(rule, text, *match.span(), "")
    for match in _TAIL.finditer(text):
        yield finding("litter-tail", text, *match.span(), "")
    start = 0
    for line in text.split("\n"):
        if 5 < len(line) <= _LONGEST:
            yield from _line(text, line, start)
        start += len(line) + 1


def _line(text: str, line: str, start: int) -> Iterator[Finding]:
    """Yield what `line`, which begins at `start`, is if it is litter as a whole."""
    bare = line.strip()
    begin = start + len(line) - len(line.lstrip())
    end = begin + len(bare)
    rule = _LINES.get(bare.lower())
    if rule:
        yield finding(rule, text, begin, end, "")
    elif _TEASER.match(bare):
        yield finding("litter-teaser", text, begin, end, "")
    elif _POINTER.match(bare) and bare[-1] not in ".,;":
        yield finding("litter-pointer", text, begin, end, "")
