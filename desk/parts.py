"""A request whose parts are closed when it ends, however it ends."""

from __future__ import annotations

from typing import IO, Any

from flask import Request

__all__ = ["Closing"]


class Closing(Request):
    """A request that closes what it took of its files.

    The library closes only the files of a body that it took whole: where one is refused midway, those that it had written to disk stay open until
    chance collects them.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._taken: list[IO[bytes]] = []

    def _get_file_stream(self, *arguments: Any, **options: Any) -> IO[bytes]:
        stream = super()._get_file_stream(*arguments, **options)
        self._taken.append(stream)
        return stream

    def close(self) -> None:
        """Closes all of it; the service's framework calls it at the end of each request."""
        super().close()
        for stream in self._taken:
            stream.close()
