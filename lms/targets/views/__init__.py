from .api import api_targets
from .progress import progress

__all__ = ["api_targets", "progress"]
