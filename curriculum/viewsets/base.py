"""What every register in the admin of Fener has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

#: A text that begins with one of these is a formula to a spreadsheet program.
FORMULA_STARTS = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n")

ANY_PERMISSION = ["add", "change", "delete", "view"]


def defuse(value: Any) -> Any:
    """`value` as a spreadsheet shows it instead of running it: text stays text."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def _as_text(rows: list[Any]) -> str:
    return "; ".join(map(str, rows))


class RegisterIndexView(IndexView):
    """A listing that asks for its rows once and exports no live formula."""

    #: Relations the columns read; without them each row costs a query.
    select_related: Sequence[str] = ()
    prefetch_related: Sequence[str] = ()
    custom_value_preprocess = IndexView.custom_value_preprocess | {
        list: dict.fromkeys(IndexView.FORMATS, _as_text)
    }

    def get_base_queryset(self) -> QuerySet:
        queryset = super().get_base_queryset().select_related(*self.select_related)
        return queryset.prefetch_related(*self.prefetch_related)

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """The first column leads to the row: to edit it, or else to look at it."""
        first, *others = super().columns
        if type(first) is not Column:
            return [first, *others]
        title = self._get_title_column_class(TitleColumn)
        linked = title(
            first.name,
            label=first.label,
            accessor=first.accessor,
            sort_key=first.sort_key,
            get_url=lambda row: self.get_edit_url(row) or self.get_inspect_url(row),
        )
        return [linked, *others]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return defuse(super().preprocess_field_value(field, value, export_format))


class RegisterViewSet(ModelViewSet):
    """A ModelViewSet with the safe listing, without copying and without deleting.

    Set `select_related` and `prefetch_related` to what the columns and the export
    read, and `is_deletable` where a row is no evidence and belongs to nothing else.
    """

    index_view_class = RegisterIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    is_deletable = False
    select_related: Sequence[str] = ()
    prefetch_related: Sequence[str] = ()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        if not self.is_deletable:
            kwargs["delete_url_name"] = None
        return super().get_common_view_kwargs(**kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns = super().get_urlpatterns()
        if self.is_deletable:
            return patterns
        return [pattern for pattern in patterns if pattern.name != "delete"]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            select_related=self.select_related,
            prefetch_related=self.prefetch_related,
            **kwargs,
        )


class GuardedMixin(PermissionCheckedMixin):
    """A view of a model that asks for its permission.

    The stock mixin lets everybody in where no policy was given, and Wagtail 8 gives
    none to the views of a viewset.
    """

    model: Any

    @cached_property
    def permission_policy(self) -> ModelPermissionPolicy:
        return ModelPermissionPolicy(self.model)


class GuardedChooserViewSet(ChooserViewSet):
    """A chooser that asks for permission in every one of its views.

    The stock one shows names to anybody who can open the admin, by search and by id.
    """

    def get_urlpatterns(self) -> list[URLPattern]:
        """Without the view that creates, where there is no form for it: it would fail."""
        patterns = super().get_urlpatterns()
        if self._creation_form_class or self.form_fields or self.exclude_form_fields:
            return patterns
        return [pattern for pattern in patterns if pattern.name != "create"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        policy = ModelPermissionPolicy(self.model)
        return super().get_common_view_kwargs(permission_policy=policy, **kwargs)

    def construct_view(self, view_class: type[View], **kwargs: Any) -> Any:
        guarded = type(
            view_class.__name__,
            (PermissionCheckedMixin, view_class),
            {"any_permission_required": ANY_PERMISSION},
        )
        return super().construct_view(guarded, **kwargs)
