"""The report for people on a terminal: a verdict a document, its sentences marked, the restored wording beside them."""

from __future__ import annotations

from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from spin_detect.records import Analysis, Finding, SentenceScore, Verdict
from spin_detect.reporting.outcome import Outcome
from spin_detect.reporting.reporters import Reporter, ReportOptions
from spin_detect.reporting.segments import Lines, marked, printable, rewritten, sentences_with_findings
from spin_detect.reporting.wording import advice, counted

_STYLES = {
    Verdict.SPUN: "bold red",
    Verdict.SUSPECT: "bold yellow",
    Verdict.GENUINE: "green",
    Verdict.UNSCORED: "dim",
}
_FOUND = "bold red"
_MENDED = "bold green"
_PLAIN_WIDTH = 120  # Where the output is no terminal: wide enough for two columns of prose.
_MAX_SENTENCES = 15  # The clearest fifteen sentences convince; -v shows them all.


class TableReporter(Reporter):
    """Verdict lines with tables of sentences."""

    def __init__(self, stream: TextIO, options: ReportOptions) -> None:
        super().__init__(stream, options)
        self._console = Console(
            file=stream,
            force_terminal=options.color,
            no_color=not options.color,
            color_system="standard" if options.color else None,
            width=options.width or _PLAIN_WIDTH,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
        )

    def add(self, outcome: Outcome) -> None:
        """Write one document: its verdict, why, and for all but genuine ones the sentences."""
        analysis = outcome.analysis
        self._console.print(_verdict(outcome), soft_wrap=True)
        for reason in analysis.reasons:
            self._console.print(Padding(Text(f"- {printable(reason)}"), (0, 0, 0, 2)))
        if analysis.verdict is Verdict.GENUINE and not self.options.verbose:
            return
        pairs = sentences_with_findings(analysis)
        shown = pairs if self.options.verbose else _clearest(pairs)
        if shown:
            self._console.print(_sentences(analysis, shown, self.options))
        if len(shown) < len(pairs):
            rest = counted(len(pairs) - len(shown), "more sentence")
            self._console.print(Text(f"  … {rest} with findings; -v shows all", "dim"))
        self.stream.flush()


def _verdict(outcome: Outcome) -> Text:
    analysis = outcome.analysis
    line = Text()
    line.append(f"{printable(analysis.id)}  ", "bold")
    line.append(str(analysis.verdict).upper(), _STYLES[analysis.verdict])
    if analysis.score is not None:
        line.append(f" {analysis.score:.2f}", _STYLES[analysis.verdict])
    details = []
    if outcome.failed or analysis.error:
        details.append(printable(analysis.error or ""))
    if not outcome.failed:
        details += [counted(analysis.words, "word"), counted(len(analysis.findings), "finding")]
    if outcome.known:
        details.append("known from the baseline")
    line.append(f"  {', '.join(details)}")
    return line


def _clearest(pairs: list[tuple[SentenceScore, list[Finding]]]) -> list[tuple[SentenceScore, list[Finding]]]:
    """Return the sentences with the highest scores, in the order of the text."""
    best = sorted(pairs, key=lambda pair: -pair[0].score)[:_MAX_SENTENCES]
    return sorted(best, key=lambda pair: pair[0].start)


def _sentences(analysis: Analysis, pairs: list[tuple[SentenceScore, list[Finding]]], options: ReportOptions) -> Padding:
    """Return the table of sentences: line, as found, restored, and the reasons where details are asked for."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True, show_lines=options.verbose, leading=0)
    table.add_column("line", justify="right", style="dim", no_wrap=True)
    table.add_column("as found", ratio=1, overflow="fold")
    table.add_column("restored", ratio=1, overflow="fold")
    lines = Lines(analysis.text)
    for sentence, findings in pairs:
        found = _as_found(analysis.text, sentence, findings, color=options.color)
        if options.verbose:
            for each in findings:
                entry = f" [{each.entry}]" if each.entry else ""
                found.append(f"\n  {each.score:.2f} {printable(advice(each))}{entry}", "dim")
        number = str(lines.position(sentence.start).line)
        table.add_row(number, found, _as_restored(analysis, sentence, color=options.color))
    return Padding(table, (0, 0, 0, 2))


def _as_found(text: str, sentence: SentenceScore, findings: list[Finding], *, color: bool) -> Text:
    line = Text()
    for piece, found in marked(text, sentence.start, sentence.end, findings):
        _append(line, piece, _FOUND if found else "", brackets=found is not None and not color)
    return line


def _as_restored(analysis: Analysis, sentence: SentenceScore, *, color: bool) -> Text:
    line = Text()
    for piece, step in rewritten(analysis.text, sentence.start, sentence.end, analysis.plan):
        _append(line, piece, _MENDED if step else "", brackets=bool(piece) and step is not None and not color)
    return line


def _append(line: Text, piece: str, style: str, *, brackets: bool) -> None:
    """Add a piece of a sentence on one line; marked by brackets where there are no colours."""
    shown = printable(piece.replace("\r\n", " ").replace("\n", " "))
    line.append(f"[{shown}]" if brackets else shown, style)
