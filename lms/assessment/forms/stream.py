from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from wagtail.admin.forms.models import WagtailAdminModelForm


class StreamForm(WagtailAdminModelForm):
    """A form with streams of blocks; sent without them it has none.

    The stock field breaks on such a form instead of refusing it.
    """

    streams: Sequence[str] = ()

    def __init__(
        self, data: QueryDict | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if data is not None:
            data = data.copy()
            for name in self.streams:
                data.setdefault(f"{name}-count", "0")
        super().__init__(data, *args, **kwargs)


class RubricForm(StreamForm):
    streams = ("criteria",)
