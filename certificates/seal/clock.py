"""What says what time it is: a service on the network, or a folder to try seals with."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlparse

from asn1crypto import keys, pem, x509
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from .authority import CLOCK, CLOCK_KEY

#: Seconds to connect, and to wait for a piece of the answer.
PATIENCE = (2, 4)


def clock_at(url: str) -> TimeStamper:
    """What asks the service at that address. Raises OSError."""
    return (FolderClock if url.startswith("file:") else WebClock)(url)


class WebClock(RequestsHTTPTimeStamper):
    """An RFC 3161 service; it is asked while a number of the register is held."""

    def __init__(self, url: str) -> None:
        super().__init__(url, timeout=PATIENCE)


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
