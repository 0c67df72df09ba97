from .practice import AskForm, PaperPracticeForm, SignOffForm

__all__ = ["AskForm", "PaperPracticeForm", "SignOffForm"]
