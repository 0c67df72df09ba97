from .path import LearningPath, PathModule
from .practice import PracticeSignOff, PracticeStep
from .progress import LessonProgress

__all__ = [
    "LearningPath",
    "LessonProgress",
    "PathModule",
    "PracticeSignOff",
    "PracticeStep",
]
