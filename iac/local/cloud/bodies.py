"""The bytes of objects, in files that are written once.

moto keeps objects in memory and copies them at every read. Here an object is a list of files: a range is read without
touching the rest, a completed upload is the list of its parts, and a snapshot of the object store holds names only.
"""

import hashlib
import itertools
import threading
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from moto.s3.exceptions import EntityTooSmall, InvalidPart, MalformedXML
from moto.s3.models import FakeKey, FakeMultipart, MultipartChecksumBuilder
from moto.settings import S3_UPLOAD_PART_MIN_SIZE

_PIECE = 2**20


class Extent(NamedTuple):
    """A whole file: its name below the store's folder, and its size in bytes."""

    name: str
    size: int


class StoredBody:
    """An object's bytes: measured, sliced and iterated (in pieces of 1 MiB) without being held in memory."""

    def __init__(self, store: "BodyStore", extents: Iterable[Extent]) -> None:
        self._store = store
        self.extents = tuple(extents)
        self._size = sum(extent.size for extent in self.extents)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, wanted: slice) -> "StoredRange":
        start, stop, _ = wanted.indices(self._size)
        return StoredRange(self, start, max(start, stop))

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces(0, self._size)

    def __bytes__(self) -> bytes:
        return b"".join(self)

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``stop``, in pieces of 1 MiB."""
        offset = 0
        for extent in self.extents:
            first, last = max(start - offset, 0), min(stop - offset, extent.size)
            offset += extent.size
            if first >= last:
                continue
            with self._store.path(extent.name).open("rb") as file:
                file.seek(first)
                while first < last and (piece := file.read(min(_PIECE, last - first))):
                    first += len(piece)
                    yield piece


class StoredRange:
    """A range of an object, read while it is sent.

    Readers of video ask for everything from some place on and hang up when they have what they wanted.
    """

    def __init__(self, body: StoredBody, start: int, stop: int) -> None:
        self._body = body
        self._start, self._stop = start, stop

    def __len__(self) -> int:
        return self._stop - self._start

    def __iter__(self) -> Iterator[bytes]:
        return self._body.pieces(self._start, self._stop)

    def __bytes__(self) -> bytes:
        return b"".join(self)


class BodyStore:
    """A folder of files, counted by who refers to them. What nobody refers to goes at the next ``sweep``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._released: set[str] = set()

    def path(self, name: str) -> Path:
        """Where a file lies; folders by the first two letters keep listings short."""
        return self._folder / name[:2] / name

    def write(self, data: bytes) -> StoredBody:
        """Keep ``data`` in a new file."""
        name = uuid.uuid4().hex
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return StoredBody(self, [Extent(name, len(data))])

    def retain(self, body: StoredBody) -> None:
        """One more refers to these files."""
        with self._lock:
            self._count.update(extent.name for extent in body.extents)

    def release(self, body: StoredBody) -> None:
        """One less refers to these files."""
        with self._lock:
            for extent in body.extents:
                self._count[extent.name] -= 1
                if self._count[extent.name] <= 0:
                    del self._count[extent.name]
                    self._released.add(extent.name)

    def released(self) -> frozenset[str]:
        """The files that nobody refers to by now."""
        with self._lock:
            return frozenset(self._released - self._count.keys())

    def sweep(self, names: Iterable[str]) -> None:
        """Remove these files; called once no snapshot refers to them."""
        for name in names:
            self.path(name).unlink(missing_ok=True)
            self._released.discard(name)

    def sweep_strays(self) -> None:
        """Remove what nothing refers to, after a snapshot was loaded: writes that came after it was taken."""
        for path in self._folder.glob("??/*"):
            if path.name not in self._count:
                path.unlink()


def keep_bodies_in(store: BodyStore) -> None:  # noqa: C901  # one nested function for each of moto's names
    """Have moto's objects keep their bytes in ``store``. Once per process, before the first object is made."""

    def get(self: Any) -> StoredBody:  # noqa: ANN401  # moto's object
        body: StoredBody = self._body
        return body

    def put(self: Any, value: bytes | str | StoredBody | StoredRange) -> None:  # noqa: ANN401
        data = value.encode() if isinstance(value, str) else value
        data = bytes(data) if isinstance(data, StoredRange) else data
        body = data if isinstance(data, StoredBody) else store.write(data)
        store.retain(body)
        before = getattr(self, "_body", None)
        if before is not None:
            store.release(before)
        self._body = body
        self.contentsize = len(body)

    def etag(self: Any) -> str:  # noqa: ANN401
        if self._etag is None:
            digest = hashlib.md5(usedforsecurity=False)
            for piece in self._body:
                digest.update(piece)
            self._etag = digest.hexdigest()
        return f'"{self._etag}"'

    def get_state(self: Any) -> dict[str, Any]:  # noqa: ANN401
        state = {name: value for name, value in vars(self).items() if name not in {"_value_buffer", "lock", "_body"}}
        return {**state, "extents": self._body.extents}

    def set_state(self: Any, state: dict[str, Any]) -> None:  # noqa: ANN401
        self._body = StoredBody(store, state.pop("extents"))
        store.retain(self._body)
        vars(self).update(state)
        self.lock = threading.Lock()

    def dispose(self: Any, garbage: bool = False) -> None:  # noqa: ANN401, ARG001, FBT001, FBT002  # moto's signature
        if not getattr(self, "disposed", True):
            self.disposed = True
            store.release(self._body)
            if self.multipart:
                self.multipart.dispose()

    FakeKey.value = property(get, put)
    FakeKey.etag = property(etag)
    FakeKey.__getstate__ = get_state
    FakeKey.__setstate__ = set_state
    FakeKey.dispose = dispose
    FakeMultipart.complete = completion_in(store)


def completion_in(store: BodyStore) -> Any:  # noqa: ANN401  # what moto calls
    """Completion of an upload that lists the parts in place of copying them."""

    def complete(self: Any, body: Iterable[tuple[int, str]]) -> tuple[StoredBody, str, tuple[str, str, int] | None]:  # noqa: ANN401
        parts = []
        for number, tag in body:
            part = self.parts.get(number)
            if part is None or part.etag.strip('"') != tag.strip('"'):
                raise InvalidPart
            parts.append(part)
        if not parts:
            raise MalformedXML
        if any(part.contentsize < S3_UPLOAD_PART_MIN_SIZE for part in parts[:-1]):
            raise EntityTooSmall
        digest = hashlib.md5(
            b"".join(bytes.fromhex(part.etag.strip('"')) for part in parts), usedforsecurity=False
        ).hexdigest()
        whole = StoredBody(store, itertools.chain.from_iterable(part.value.extents for part in parts))
        return whole, f"{digest}-{len(parts)}", _checksum(self.metadata, parts)

    return complete


def _checksum(metadata: Any, parts: list[Any]) -> tuple[str, str, int] | None:  # noqa: ANN401  # moto's dictionary
    """The checksum of checksums that S3 gives an upload whose parts carry them; none when none was asked for."""
    algorithm = metadata.get("x-amz-checksum-algorithm")
    if not algorithm:
        return None
    builder = MultipartChecksumBuilder(algorithm, "COMPOSITE")
    for part in parts:
        builder.addPart(bytes(part.value))
    built: tuple[str, str, int] | None = builder.build()
    return built
