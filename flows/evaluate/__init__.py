"""How often the rows are right: a warehouse measured against labelled documents."""

from flows.evaluate.measures import Measure, wilson_interval
from flows.evaluate.score import Evaluation, score_warehouse

__all__ = ["Evaluation", "Measure", "score_warehouse", "wilson_interval"]
