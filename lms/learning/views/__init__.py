from .lessons import lesson
from .paths import my_path
from .practice import practice, training_practice
from .sign_off import sign_off, sign_off_thanks
from .signup import open_trainings, sign_up

__all__ = [
    "lesson",
    "my_path",
    "open_trainings",
    "practice",
    "sign_off",
    "sign_off_thanks",
    "sign_up",
    "training_practice",
]
