"""Services on the network, asked while people wait: one limit for time, one for size."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any, TypeVar

import aiohttp
import certifi

T = TypeVar("T")

#: Seconds for a whole answer, from looking up the name to the last byte.
PATIENCE = 5


class Answer(aiohttp.ClientResponse):
    """A time stamp, which has some kilobytes."""

    largest = 100_000

    async def read(self) -> bytes:
        """Raises ClientError where it is longer."""
        found = bytearray()
        async for piece in self.content.iter_any():
            found += piece
            if len(found) > self.largest:
                self.close()
                raise aiohttp.ClientPayloadError(f"More than {self.largest} bytes")
        return bytes(found)


class LongAnswer(Answer):
    """A list of revoked certificates; those of large issuers are this long."""

    largest = 20_000_000


class Web:
    """Stands where pyHanko takes a session of aiohttp.

    A session belongs to one event loop; whoever keeps this one has an own for each
    question. Whatever goes wrong is a ClientError, lateness too.
    """

    def __init__(self, answer: type[Answer]) -> None:
        self._answer = answer

    def get(self, **asked: Any) -> Any:
        return self._ask("GET", **asked)

    def post(self, **asked: Any) -> Any:
        return self._ask("POST", **asked)

    @asynccontextmanager
    async def _ask(
        self, method: str, **asked: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        try:
            async with (
                aiohttp.ClientSession(
                    connector=aiohttp.TCPConnector(ssl=_trust()),
                    response_class=self._answer,
                    trust_env=True,
                ) as session,
                session.request(method, **asked) as answer,
            ):
                yield answer
        except TimeoutError as error:
            raise aiohttp.ServerTimeoutError("Took too long") from error


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """The roots of the system, and those that come with Python's packages."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class _Loop(asyncio.SelectorEventLoop):
    """Ends without waiting for a name that is still being looked up."""

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        pass


def run(work: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns or raises, as soon as it does."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)
