"""What says what time it is: a service on the network, or a folder to try seals with."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from asn1crypto import cms, keys, pem, x509
from pyhanko.sign.timestamps import (
    DummyTimeStamper,
    TimeStamper,
    TimestampRequestError,
)
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

from .authority import CLOCK, CLOCK_KEY
from .web import PATIENCE, Answer, Web


def clock_at(url: str) -> TimeStamper:
    """What asks the service at that address. Raises OSError."""
    return (FolderClock if url.startswith("file:") else WebClock)(url)


class WebClock(HTTPTimeStamper):
    """An RFC 3161 service. People wait for it, so it has five seconds in all."""

    def __init__(self, url: str) -> None:
        web: Any = Web(Answer)
        super().__init__(url, timeout=PATIENCE, session=web)

    async def async_timestamp(
        self, message_digest: bytes, md_algorithm: str
    ) -> cms.ContentInfo:
        """Raises TimestampRequestError, also where the answer is no time stamp."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise TimestampRequestError("The answer is no time stamp") from error


class FolderClock(DummyTimeStamper):
    """The clock of a test authority: `file:///…` names the folder. Raises OSError."""

    def __init__(self, url: str) -> None:
        folder = Path(unquote(urlparse(url).path))
        super().__init__(
            x509.Certificate.load(_der(folder / CLOCK)),
            keys.PrivateKeyInfo.load(_der(folder / CLOCK_KEY)),
        )


def _der(path: Path) -> bytes:
    return pem.unarmor(path.read_bytes())[2]
