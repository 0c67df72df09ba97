from .glossary import GlossaryTerm
from .guide import READ_GUIDES, TrainersGuidePage
from .module import KeyPoint, LearningObjective, Module, ModuleEdition, PlannedLesson
from .names import NamedModel, in_language, language_suffix
from .pages import GlossaryPage, LessonPage, ModuleIndexPage, ModulePage

__all__ = [
    "READ_GUIDES",
    "GlossaryPage",
    "GlossaryTerm",
    "KeyPoint",
    "LearningObjective",
    "LessonPage",
    "Module",
    "ModuleEdition",
    "ModuleIndexPage",
    "ModulePage",
    "NamedModel",
    "PlannedLesson",
    "TrainersGuidePage",
    "in_language",
    "language_suffix",
]
