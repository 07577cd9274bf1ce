"""Bulk runs: keep genuine documents, set spun ones aside, lose nothing."""

from spin_detect.filtering.judgement import Decision, decide, spin_fields
from spin_detect.filtering.options import FilterOptions, Mode

__all__ = ["Decision", "FilterOptions", "Mode", "decide", "spin_fields"]
