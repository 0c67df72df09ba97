"""What every register in the admin of Fener has in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, QuerySet
from django.template.defaultfilters import yesno
from django.urls import URLPattern
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from curriculum.spreadsheet import defuse

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANY_PERMISSION = ["add", "change", "delete", "view"]


def _as_text(rows: list[Any]) -> str:
    return "; ".join(map(str, rows))


def _as_clock_time(moment: datetime) -> datetime:
    """As the pages show it; a spreadsheet knows no zones."""
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return moment.replace(microsecond=0, tzinfo=None)


def _label_of(model: type[Model], name: str) -> str:
    """What a field is called in the language of the page.

    A relation that was given no name is called what it leads to.
    """
    field: Any = model._meta.get_field(name)
    label = getattr(field, "verbose_name", None)
    if field.is_relation and not isinstance(label, Promise):
        there = field.related_model._meta
        is_many = field.one_to_many or field.many_to_many
        label = there.verbose_name_plural if is_many else there.verbose_name
    return capfirst(str(label))


class RowPaginator(WagtailPaginator):
    """Counts rows: a language with more than two forms has no plural name to count in."""

    @cached_property
    def items_count_label(self) -> str:
        count: int = self.count
        return ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}


class RegisterIndexView(IndexView):
    """A listing that asks for its rows once and exports no live formula.

    The export has the words of the listing: its headings, yes and no, local time.
    """

    #: Relations the columns read; without them each row costs a query.
    select_related: Sequence[str] = ()
    prefetch_related: Sequence[str] = ()
    paginator_class = RowPaginator
    custom_value_preprocess = IndexView.custom_value_preprocess | {
        bool: dict.fromkeys(IndexView.FORMATS, yesno),
        datetime: dict.fromkeys(IndexView.FORMATS, _as_clock_time),
        list: dict.fromkeys(IndexView.FORMATS, _as_text),
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

    def get_heading(self, queryset: QuerySet, field: str) -> str:
        if field in self.export_headings:
            return str(self.export_headings[field])
        try:
            name = field.removeprefix("get_").removesuffix("_display")
            return _label_of(queryset.model, name)
        except FieldDoesNotExist:
            labels = {column.name: column.label for column in self.columns}
            return str(labels.get(field) or super().get_heading(queryset, field))

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return defuse(super().preprocess_field_value(field, value, export_format))


class RegisterInspectView(InspectView):
    """A row with a name for every line, in words, and a dash where there is nothing."""

    #: Names of what is no field of the model, or needs another name here.
    labels: Mapping[str, StrOrPromise] = {}

    def get_field_label(self, field_name: str, field: Field | None) -> str:
        if field_name in self.labels:
            return str(self.labels[field_name])
        if field is not None:
            return _label_of(self.model, field_name)
        return super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Field | None) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return capfirst(str(yesno(value)))
        if isinstance(value, datetime):
            return _as_clock_time(value)
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        return "–" if value in (None, "", "-") else value


class RegisterViewSet(ModelViewSet):
    """A ModelViewSet with the safe listing, without copying and without deleting.

    Set `select_related` and `prefetch_related` to what the columns and the export
    read, and `is_deletable` where a row is no evidence and belongs to nothing else.
    """

    index_view_class = RegisterIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = RegisterInspectView
    inspect_view_labels: Mapping[str, StrOrPromise] = {}
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

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_inspect_view_kwargs(
            labels=self.inspect_view_labels, **kwargs
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
