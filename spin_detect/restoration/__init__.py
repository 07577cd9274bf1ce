"""From findings to restored text: wording that fits its place, a plan of exact replacements, and its replay."""

from spin_detect.restoration.capitals import fit_suggestion
from spin_detect.restoration.planning import make_plan
from spin_detect.restoration.plans import apply_plan, fingerprint, plan_from_json, plan_to_json, restore_span

__all__ = ["apply_plan", "fingerprint", "fit_suggestion", "make_plan", "plan_from_json", "plan_to_json", "restore_span"]
