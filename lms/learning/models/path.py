from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from curriculum.models import Module, NamedModel
from trainers_pool.models import Profession


class LearningPath(ClusterableModel, NamedModel):
    """Which modules people of some professions take, in which order."""

    professions = ParentalManyToManyField(
        Profession, related_name="learning_paths", verbose_name=_("professions")
    )

    class Meta:
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")
        ordering = ("name_sq", "pk")


class PathModule(Orderable):
    """A module on the path; what is not required is recommended."""

    path = ParentalKey(LearningPath, on_delete=models.CASCADE, related_name="modules")
    module = models.ForeignKey(
        Module,
        on_delete=models.PROTECT,
        related_name="path_modules",
        verbose_name=_("module"),
    )
    is_required = models.BooleanField(_("required"), default=True)

    class Meta(Orderable.Meta):
        verbose_name = _("module of a path")
        verbose_name_plural = _("modules of a path")
        constraints = (
            models.UniqueConstraint(
                fields=("path", "module"),
                name="unique_path_module",
                violation_error_message=_("The path has this module already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.module)
