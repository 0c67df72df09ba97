from .completion import Completion
from .defaults import CompletionDefault
from .score import PostTestScore

__all__ = ["Completion", "CompletionDefault", "PostTestScore"]
