"""Reading: files, folders, standard input and web archives become documents."""

from spin_detect.reading.documents import STDIN, Document, FailedDocument, Format, ReadOptions
from spin_detect.reading.inputs import COMPRESSIONS, SUFFIXES, Input, find_inputs
from spin_detect.reading.ranges import Range, lines_before
from spin_detect.reading.reader import check_format, read_documents, read_input
from spin_detect.reading.regions import blank_regions, carry_back

__all__ = [
    "COMPRESSIONS",
    "STDIN",
    "SUFFIXES",
    "Document",
    "FailedDocument",
    "Format",
    "Input",
    "Range",
    "ReadOptions",
    "blank_regions",
    "carry_back",
    "check_format",
    "find_inputs",
    "lines_before",
    "read_documents",
    "read_input",
]
