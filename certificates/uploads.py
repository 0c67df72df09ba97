"""A file that is only looked at: it never touches the disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest


class LookedAt(FileUploadHandler):
    """Keeps a file in memory, and of one that is too large a byte more than `most`.

    The rest is read and dropped, so that a form can say what was wrong.
    """

    def __init__(self, request: HttpRequest, *, most: int) -> None:
        super().__init__(request)
        self.most = most

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.content.write(raw_data[: max(self.most + 1 - self.content.tell(), 0)])

    def file_complete(self, file_size: int) -> UploadedFile:
        size = self.content.tell()
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content, self.field_name, self.file_name, "", size, None
        )
