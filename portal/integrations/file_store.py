"""Where do the bytes of files lie? On disk beside the records, each sealed with its unit's key and nothing else.

A file is on the disk for good before the row that names it is committed; what a crash leaves over has no row and
is swept. Destroying a unit's key destroys its files, wherever copies of them lie.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from portal.config import Settings

ONLY_OURS = 0o600
FOLDER_ONLY_OURS = 0o700


class FileMissing(LookupError):
    """A row names a file that the store does not hold."""


class DiskStore:
    """One file a row, in folders by partnership, under the row's random id and no name of anybody's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, tenant: str, file_id: UUID, sealed: bytes) -> None:
        """Write a file so that it outlives a loss of power."""
        place = self._place(tenant, file_id)
        place.parent.mkdir(mode=FOLDER_ONLY_OURS, parents=True, exist_ok=True)
        scratch = place.with_suffix(".writing")
        with open(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, ONLY_OURS), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(place)
        # New folders are remembered by the ones above them.
        for folder in (place.parent, place.parent.parent, self.folder):
            flush_folder(folder)

    def read(self, tenant: str, file_id: UUID) -> bytes:
        """Return a file as it was put; FileMissing where there is none."""
        try:
            return self._place(tenant, file_id).read_bytes()
        except FileNotFoundError:
            raise FileMissing(f"no file {file_id} of {tenant}") from None

    def delete(self, tenant: str, file_id: UUID) -> None:
        """Take a file away; one that is gone already is no fault."""
        self._place(tenant, file_id).unlink(missing_ok=True)

    def held(self, tenant: str, older_than: datetime) -> Iterator[UUID]:
        """Yield the ids of a partnership's files that were written before a moment, half-written ones too."""
        for path in sorted((self.folder / tenant).glob("??/*")):
            written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if written_at < older_than and is_id(path.stem):
                yield UUID(path.stem)

    def sweep(self, tenant: str, file_id: UUID) -> None:
        """Take away a file and what is left of writing it."""
        self.delete(tenant, file_id)
        self._place(tenant, file_id).with_suffix(".writing").unlink(missing_ok=True)

    def _place(self, tenant: str, file_id: UUID) -> Path:
        name = str(file_id)
        return self.folder / tenant / name[:2] / name


def flush_folder(folder: Path) -> None:
    """Have the disk remember what a folder lists."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_id(name: str) -> bool:
    """Whether a file is named as the store names its own."""
    try:
        UUID(name)
    except ValueError:
        return False
    return True


def store_of(settings: Settings) -> DiskStore:
    """Return the store that `PORTAL_FILES_URL` names."""
    return DiskStore(Path(unquote(urlsplit(settings.files_url).path)))
