"""Measuring spin-detect, or anything that speaks its records, against gold."""

from spin_detect.evaluation.gold import GoldEdit, GoldRecord, load_gold, page_folds, page_of
from spin_detect.evaluation.judging import judge
from spin_detect.evaluation.lengths import evaluation_texts
from spin_detect.evaluation.report import Report, report_to_dict
from spin_detect.evaluation.runner import evaluate

__all__ = [
    "GoldEdit",
    "GoldRecord",
    "Report",
    "evaluate",
    "evaluation_texts",
    "judge",
    "load_gold",
    "page_folds",
    "page_of",
    "report_to_dict",
]
