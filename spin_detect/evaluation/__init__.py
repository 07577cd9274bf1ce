"""Measuring spin-detect, or anything that speaks its records, against gold."""

from spin_detect.evaluation.gold import (
    GoldEdit,
    GoldRecord,
    family_folds,
    load_gold,
    origin_of,
    page_folds,
    page_of,
)
from spin_detect.evaluation.judging import judge
from spin_detect.evaluation.lengths import TextSets, evaluation_texts, text_sets
from spin_detect.evaluation.report import Report, report_to_dict
from spin_detect.evaluation.runner import evaluate, report_on

__all__ = [
    "GoldEdit",
    "GoldRecord",
    "Report",
    "TextSets",
    "evaluate",
    "evaluation_texts",
    "family_folds",
    "judge",
    "load_gold",
    "origin_of",
    "page_folds",
    "page_of",
    "report_on",
    "report_to_dict",
    "text_sets",
]
