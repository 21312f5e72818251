"""A studio: uploads files as a browser does and publishes them as the state machine does, on the same stores."""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import requests

from functions.composition import Services
from neufit.contracts import keys
from neufit.contracts.manifest import AudioTrack, Manifest, Storyboard, VideoTrack
from neufit.domain.media import Media, Published, Rendition
from neufit.domain.subscription import Source
from neufit.domain.topic import Topic
from neufit.domain.upload import checksum_of, part_size

FILM = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"film" * 60
PHOTO = b"\xff\xd8\xff\xe0" + b"photo" * 40


@dataclass
class Studio:
    """What a test does with media. ``api`` is the client of the API."""

    api: Any
    services: Services

    def film(self, size: int = 0, mark: str = "") -> bytes:
        """A file that looks like an MP4 by its first bytes; ``mark`` makes it another one."""
        return (FILM + mark.encode()).ljust(size, b"\x5a")

    def announcement(self, content: bytes, **fields: Any) -> dict[str, Any]:
        """The JSON that announces a file."""
        told = {
            "kind": "video",
            "title": "Morning row",
            "fileName": "row.mp4",
            "contentType": "video/mp4",
            "size": len(content),
            "checksum": checksum_of(content),
        }
        return {name: value for name, value in {**told, **fields}.items() if value is not None}

    def announce(self, person: Any, content: bytes, **fields: Any) -> Any:
        """POST /media for a file that will be sent in parts."""
        return self.api.post("/media", headers=person.headers, json=self.announcement(content, **fields))

    def address(self, person: Any, media_id: str, content: bytes, numbers: list[int]) -> Any:
        """POST /media/uploads/parts for some parts of a file."""
        length = part_size(len(content))
        parts = [
            {
                "partNumber": number,
                "checksum": base64.b64encode(
                    hashlib.sha256(content[(number - 1) * length : number * length]).digest()
                ).decode(),
            }
            for number in numbers
        ]
        return self.api.post("/media/uploads/parts", headers=person.headers, json={"mediaId": media_id, "parts": parts})

    def send(self, person: Any, media_id: str, content: bytes, numbers: list[int] | None = None) -> None:
        """PUT parts of a file (all by default) to their presigned addresses."""
        length = part_size(len(content))
        numbers = numbers or list(range(1, -(-len(content) // length) + 1))
        reply = self.address(person, media_id, content, numbers)
        assert reply.status == 200, reply.content
        for part in reply.json["parts"]:
            number = part["partNumber"]
            body = content[(number - 1) * length : number * length]
            put = requests.put(part["url"], data=body, headers=part["headers"], timeout=20)
            assert put.status_code == 200, put.text

    def complete(self, person: Any, media_id: str) -> Any:
        """POST /media/uploads/complete."""
        return self.api.post("/media/uploads/complete", headers=person.headers, json={"mediaId": media_id})

    def upload(self, person: Any, content: bytes | None = None, **fields: Any) -> str:
        """A whole upload; answer the id of the item."""
        content = self.film(mark=fields.get("title", "")) if content is None else content
        reply = self.announce(person, content, **fields)
        assert reply.status == 200, reply.content
        media_id = reply.json["mediaId"]
        self.send(person, media_id, content)
        assert self.complete(person, media_id).status == 200
        return media_id

    def process(self, media_id: str) -> Media:
        """What the verify task does."""
        item = self.services.media.get(media_id)
        return self.services.media.begin_processing(media_id, item.version, content_type="video/mp4", size=item.size)

    def finish(self, media_id: str, *, runtime_ms: int = 20_000, subscribers: tuple[Any, ...] = ()) -> Media:
        """What the rest of publishing does with an item that is being processed."""
        item = self.services.media.get(media_id)
        plan = f"plan-{item.version}"
        manifest = self.manifest(media_id, plan, runtime_ms=runtime_ms)
        key = keys.published(media_id, plan, keys.MANIFEST)
        self.services.objects.put(key, manifest.model_dump_json().encode(), "application/json")
        published = Published(
            version=item.version,
            plan=plan,
            runtime_ms=runtime_ms,
            width=1280,
            height=720,
            frame_rate=30,
            renditions=(
                Rendition(name="small", width=320, height=320),
                Rendition(name="medium", width=640, height=640),
            )
            if item.kind == "image"
            else tuple(Rendition(name=t.name, width=t.width, height=t.height) for t in manifest.video),
        )
        done = self.services.media.publish(media_id, item.version, published, self.services.clock())
        owner = self.services.users.get(done.owner_id)
        self.services.catalogue.index(done, owner.display_name)
        sources = [Source.instructor(done.owner_id), *(Source.topic(topic) for topic in done.topics)]
        for source in sources:
            self.services.feed.deliver([person.user_id for person in subscribers], done, source)
        return done

    def publish(self, person: Any, **fields: Any) -> str:
        """An item that was uploaded and published; answer its id."""
        finishing = {name: fields.pop(name) for name in ("runtime_ms", "subscribers") if name in fields}
        media_id = self.upload(person, **fields)
        self.process(media_id)
        self.finish(media_id, **finishing)
        return media_id

    def manifest(self, media_id: str, plan: str, *, runtime_ms: int = 20_000, complete: bool = True) -> Manifest:
        """The manifest of a video of 30 frames a second in segments of 4 s, two sizes, with sound."""
        frames = runtime_ms * 30 // 1000
        return Manifest(
            media_id=media_id,
            plan=plan,
            runtime_ms=runtime_ms,
            frame_rate=(30, 1),
            frames=frames,
            segment_frames=120,
            segments=-(-frames // 120),
            video=(
                VideoTrack(
                    name="v720", width=1280, height=720, bandwidth=3_000_000, average=2_000_000, codecs="avc1.64001f"
                ),
                VideoTrack(
                    name="v360", width=640, height=360, bandwidth=900_000, average=700_000, codecs="avc1.64001e"
                ),
            ),
            audio=AudioTrack(bandwidth=128_000),
            storyboard=Storyboard(
                interval_ms=5000, tile_width=160, tile_height=90, columns=2, rows=2, sheets=1, tiles=4
            ),
            complete=complete,
        )

    def messages(self, url: str) -> list[dict[str, Any]]:
        """What waits in a queue, taken out."""
        settings = self.services.settings
        sqs = boto3.client("sqs", region_name=settings.region, endpoint_url=settings.aws_endpoint)
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in found]

    def call(self, url: str, **sent: Any) -> Any:
        """GET an address that the API gave, as a player does."""
        parts = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return self.api.get(parts.path.removeprefix("/api"), query=query, **sent)


@pytest.fixture
def studio(api) -> Studio:
    for slug in ("yoga", "strength", "beginners_yoga"):
        api.services.topics.put(Topic(slug=slug, name=slug.title()))
    return Studio(api, api.services)


@pytest.fixture
def photo() -> bytes:
    """A file that looks like a JPEG by its first bytes."""
    return PHOTO
