from .attempts import attempt, attempt_save, result, test, tests
from .closing import close, scores
from .observations import observation, observations, observe
from .sittings import paper_entry, paper_test, training_results, training_tests

__all__ = [
    "attempt",
    "attempt_save",
    "close",
    "observation",
    "observations",
    "observe",
    "paper_entry",
    "paper_test",
    "result",
    "scores",
    "test",
    "tests",
    "training_results",
    "training_tests",
]
