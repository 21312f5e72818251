"""How files are cut, named and taken."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.errors import Conflict, Forbidden, Invalid, TooLarge
from neufit.domain.media import MAX_IMAGE_BYTES, MAX_UPLOAD_BYTES, Kind
from neufit.domain.upload import (
    MAX_PARTS,
    PART_BYTES,
    FileClaim,
    OpenUpload,
    StoredPart,
    checksum_of,
    composite_checksum,
    part_bytes,
    part_count,
    part_size,
)
from neufit.domain.user import Role

VECTORS = json.loads((Path(__file__).parent / "upload_vectors.json").read_text())
SIZES = st.integers(1, 2**43)


def claim(kind: Kind = Kind.VIDEO, size: int = 3 * PART_BYTES, **values: object) -> FileClaim:
    checksum = composite_checksum([b"\0" * 32] * part_count(size))
    told = {"file_name": "row.mp4", "content_type": f"{kind}/mp4", "size": size, "checksum": checksum}
    return FileClaim.model_validate({"kind": kind, **told, **values})


def upload(of: FileClaim) -> OpenUpload:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return OpenUpload(owner_id="coach", media_id="m", version="v", upload_id="u", title="Row", claim=of, started_at=at)


def stored(of: FileClaim, digests: list[bytes] | None = None) -> list[StoredPart]:
    return [
        StoredPart(
            number=number,
            size=part_bytes(of.size, number),
            etag=f'"{number}"',
            checksum=base64.b64encode(digests[number - 1]).decode() if digests else None,
        )
        for number in range(1, part_count(of.size) + 1)
    ]


@pytest.mark.parametrize("vector", VECTORS["cuts"], ids=lambda vector: str(vector["size"]))
def test_files_are_cut_as_the_vectors_say(vector: dict) -> None:
    """The part size, the number of parts and the last part agree with what the web application reads."""
    size = vector["size"]
    assert part_size(size) == vector["partSize"]
    assert part_count(size) == vector["partCount"]
    assert part_bytes(size, part_count(size)) == vector["lastPart"]


@pytest.mark.parametrize("vector", VECTORS["checksums"], ids=lambda vector: str(vector["length"]))
def test_files_are_named_as_the_vectors_say(vector: dict) -> None:
    """The composite checksum agrees with what the web application reads."""
    assert checksum_of(bytes((31 * i + 7) % 251 for i in range(vector["length"]))) == vector["checksum"]


def test_the_checksum_is_the_hash_of_hashes() -> None:
    """It is what S3 computes: the SHA-256 over the raw hashes of the parts."""
    content = b"x" * (PART_BYTES + 1)
    hashes = hashlib.sha256(content[:PART_BYTES]).digest() + hashlib.sha256(content[PART_BYTES:]).digest()
    assert checksum_of(content) == base64.b64encode(hashlib.sha256(hashes).digest()).decode() + "-2"


@given(SIZES)
def test_parts_add_up_to_the_file(size: int) -> None:
    """Whatever the size: at most 1280 parts of 8 MiB steps, none empty, together the whole file."""
    count, length = part_count(size), part_size(size)
    assert 1 <= count <= MAX_PARTS
    assert length % PART_BYTES == 0
    assert (count - 1) * length + part_bytes(size, count) == size
    assert 1 <= part_bytes(size, count) <= length


@given(SIZES)
def test_parts_are_no_bigger_than_they_must_be(size: int) -> None:
    """A part is 8 MiB unless that would give too many parts."""
    length = part_size(size)
    assert length == PART_BYTES or -(-size // (length - PART_BYTES)) > MAX_PARTS


def test_ten_gibibytes_fit() -> None:
    """The largest upload needs exactly the most parts."""
    assert part_count(MAX_UPLOAD_BYTES) == MAX_PARTS
    claim(size=MAX_UPLOAD_BYTES).check(Role.INSTRUCTOR)


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.MODERATOR])
def test_only_instructors_upload_videos(role: Role) -> None:
    """Customers and moderators may not upload videos, but images."""
    with pytest.raises(Forbidden):
        claim().check(role)
    claim(Kind.IMAGE, 1000).check(role)


def test_images_have_a_smaller_limit() -> None:
    """25 MiB are enough for a picture; a byte more is refused."""
    claim(Kind.IMAGE, MAX_IMAGE_BYTES).check(Role.CUSTOMER)
    with pytest.raises(TooLarge):
        claim(Kind.IMAGE, MAX_IMAGE_BYTES + 1).check(Role.CUSTOMER)


def test_a_claim_that_can_not_be_true_is_refused_by_field() -> None:
    """A checksum over another number of parts and a type of another kind are named."""
    with pytest.raises(Invalid) as refused:
        claim(content_type="text/plain", checksum="A" * 43 + "=-9").check(Role.INSTRUCTOR)
    assert {entry.field for entry in refused.value.fields} == {"contentType", "checksum"}


def test_the_same_file_has_the_same_fingerprint() -> None:
    """The name and the type of a file don't matter, its content, kind and target do."""
    assert claim(file_name="a.mp4").fingerprint(None) == claim(file_name="b.mov").fingerprint(None)
    assert claim().fingerprint(None) != claim().fingerprint("m")
    assert claim().fingerprint(None) != claim(size=2 * PART_BYTES).fingerprint(None)


def test_a_whole_upload_gives_its_parts_in_order() -> None:
    """All parts with the right lengths and hashes are taken, however they were listed."""
    digests = [hashlib.sha256(bytes([n])).digest() for n in range(3)]
    of = claim(checksum=composite_checksum(digests))
    whole = upload(of).check_whole(reversed(stored(of, digests)))
    assert [part.number for part in whole] == [1, 2, 3]


@given(st.sets(st.integers(1, 40), min_size=1))
def test_missing_parts_are_told(missing: set[int]) -> None:
    """An upload with holes is not whole; the answer names parts that are missing."""
    of = claim(size=40 * PART_BYTES - 5)
    parts = [part for part in stored(of) if part.number not in missing]
    with pytest.raises(Conflict, match=str(min(missing))):
        upload(of).check_whole(parts)


def test_a_part_of_another_length_counts_as_missing() -> None:
    """A part that was cut short must be sent again."""
    of = claim()
    parts = stored(of)
    parts[1] = parts[1].model_copy(update={"size": 7})
    assert set(upload(of).good_parts(parts)) == {1, 3}
    with pytest.raises(Conflict):
        upload(of).check_whole(parts)


def test_parts_of_another_file_are_refused() -> None:
    """Parts whose hashes do not make the announced checksum are not taken for the file."""
    of = claim()
    with pytest.raises(Invalid) as refused:
        upload(of).check_whole(stored(of, [hashlib.sha256(b"other").digest()] * 3))
    assert refused.value.code == "checksum-mismatch"
