from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PackageKind(models.TextChoices):
    SCORM12 = "scorm12", "SCORM 1.2"
    H5P = "h5p", "H5P"


class ContentLanguage(models.TextChoices):
    SQ = "sq", _("Albanian")
    SR = "sr", _("Serbian")
    EN = "en", _("English")


class LessonStatus(models.TextChoices):
    """The words of SCORM 1.2 for how far somebody came."""

    NOT_ATTEMPTED = "not attempted", pgettext_lazy("package", "Not begun")
    INCOMPLETE = "incomplete", pgettext_lazy("package", "Begun")
    BROWSED = "browsed", pgettext_lazy("package", "Looked through")
    COMPLETED = "completed", pgettext_lazy("package", "Worked through")
    PASSED = "passed", pgettext_lazy("package", "Passed, says the package")
    FAILED = "failed", pgettext_lazy("package", "Failed, says the package")
