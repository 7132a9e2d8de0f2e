"""Files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from aidgraph.errors import StorageError

__all__ = ["replacing"]


class replacing:  # noqa: N801  used as a statement
    """Opens a new file beside ``path`` that takes its place when it is written whole; raises ``StorageError``."""

    def __init__(self, path: Path) -> None:
        self.path, self.draft = path, path.with_name(f".{path.name}.{os.getpid()}")

    def __enter__(self) -> IO[bytes]:
        try:
            self.stream = self.draft.open("wb")
        except OSError as error:
            raise StorageError(f"{self.path} cannot be written: {error.strerror}") from error
        return self.stream

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        try:
            self.stream.close()
            if error is None:
                self.draft.replace(self.path)
        except OSError as failure:
            raise StorageError(f"{self.path} cannot be written: {failure.strerror}") from failure
        finally:
            self.draft.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise StorageError(f"{self.path} cannot be written: {error.strerror or error}") from error
