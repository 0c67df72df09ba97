from .glossary import GlossaryTerm
from .module import LearningObjective, Module, ModuleEdition, PlannedLesson
from .names import NamedModel, in_language, language_suffix
from .pages import GlossaryPage, LessonPage, ModuleIndexPage, ModulePage

__all__ = [
    "GlossaryPage",
    "GlossaryTerm",
    "LearningObjective",
    "LessonPage",
    "Module",
    "ModuleEdition",
    "ModuleIndexPage",
    "ModulePage",
    "NamedModel",
    "PlannedLesson",
    "in_language",
    "language_suffix",
]
