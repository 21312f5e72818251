"""The API over a local cloud of its own, with people and videos in it, and one request for each of its operations."""

import base64
import hashlib
import itertools
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import boto3
from chalice.config import Config
from chalice.local import LocalGateway
from cryptography.hazmat.primitives.asymmetric import ec

from functions.composition import Services, compose, install
from iac.local.cloud.server import CloudServer
from iac.local.settings import CREDENTIALS
from neufit.contracts import keys
from neufit.contracts.manifest import AudioTrack, Manifest, VideoTrack
from neufit.domain.media import Kind, Media, Published, Status
from neufit.domain.subscription import Source
from neufit.domain.topic import Topic
from neufit.domain.upload import checksum_of
from neufit.ids import new_id
from neufit.settings import ApiSettings
from neufit.signing import new_private_key
from neufit.stores.tables import Table

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "a password of four words"  # noqa: S105  # of people who do not exist
FILM = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"film" * 60


@dataclass
class House:
    """The API over a cloud of its own, with people, videos, subscriptions and feeds in it."""

    services: Services
    gateway: LocalGateway
    tokens: dict[str, str] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def ask(
        self,
        method: str,
        path: str,
        who: str | None = None,
        *,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        body: Any = None,
    ) -> dict[str, Any]:
        """One request; anything but success ends the benchmark."""
        sent = {**(headers or {}), **({"authtoken": self.tokens[who], "userid": who} if who else {})}
        content = None
        if body is not None:
            sent["content-type"], content = "application/json", json.dumps(body).encode()
        url = f"{path}?{urlencode(query)}" if query else path
        answer = self.gateway.handle_request(method, url, sent, content)
        if answer["statusCode"] >= 400:
            raise RuntimeError(f"{method} {path}: {answer['statusCode']} {answer['body']!r}")
        return json.loads(answer["body"]) if answer["body"] and answer["body"].startswith("{") else answer

    def sign_up(self, user_id: str, role: str, **profile: Any) -> None:
        """A person who is signed in."""
        credentials = {"userid": user_id, "userpassword": PASSWORD}
        self.ask("POST", "/user", headers=credentials, body={"role": role, **profile})
        self.tokens[user_id] = self.ask("POST", "/auth", headers=credentials)["authToken"]

    def publish(self, owner: str, topic: str) -> str:
        """A video as publishing leaves it: item, manifest, index, feeds."""
        at = NOW + timedelta(minutes=next(self.numbers))
        media_id = new_id(at)
        done = Published(version="v1", plan="p1", runtime_ms=1_200_000, width=1920, height=1080, frame_rate=30)
        manifest = Manifest(
            media_id=media_id,
            plan="p1",
            runtime_ms=1_200_000,
            frame_rate=(30, 1),
            frames=36_000,
            segment_frames=120,
            segments=300,
            video=(VideoTrack(name="v1080", width=1920, height=1080, bandwidth=5_000_000, codecs="avc1.640028"),),
            audio=AudioTrack(bandwidth=128_000),
            complete=True,
        )
        media = Media(
            media_id=media_id,
            owner_id=owner,
            kind=Kind.VIDEO,
            title=f"Strength and balance, session {next(self.numbers)}",
            description="Forty minutes for the whole body, with warm-up and stretching. " * 4,
            topics=(topic,),
            status=Status.AVAILABLE,
            version="v1",
            created_at=at,
            published_at=at,
            published=done,
        )
        stores = self.services
        stores.media.create(media)
        key = keys.published(media_id, "p1", keys.MANIFEST)
        stores.objects.put(key, manifest.model_dump_json().encode(), "application/json")
        stores.catalogue.index(media, "Coach Anna")
        for source in (Source.instructor(owner), Source.topic(topic)):
            subscribers, _ = stores.subscriptions.subscribers(source, limit=100)
            stores.feed.deliver(subscribers, media, source)
        return media_id


@contextmanager
def house() -> Iterator[tuple[House, Any]]:
    """A house on a local cloud, and a client of that cloud that nobody counts."""
    from app import app  # noqa: PLC0415  # its import is measured by itself

    os.environ.update(CREDENTIALS)
    with CloudServer() as cloud:
        place: dict[str, Any] = {"region_name": "eu-central-1", "endpoint_url": cloud.endpoint}
        sqs, s3 = boto3.client("sqs", **place), boto3.client("s3", **place)
        queue = sqs.create_queue(QueueName="bench")["QueueUrl"]
        s3.create_bucket(Bucket="bench", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        settings = ApiSettings(
            aws_endpoint=cloud.endpoint,
            table_prefix="bench-",
            media_bucket="bench",
            public_origin="http://127.0.0.1:8000",
            relay_url="ws://127.0.0.1:8000/relay/on-demand",
            live_relay_urls="ws://127.0.0.1:8000/relay/live",
            signing_key=new_private_key(),
            publish_queue_url=queue,
            callback_queue_url=queue,
            announcement_queue_url=queue,
        )
        made = compose(settings, clock=lambda: NOW)
        for table in Table.registry:
            table.create_table(wait=True)
        install(made)
        yield House(made, LocalGateway(app, Config.create())), boto3.client("dynamodb", **place)


def new_public_numbers() -> dict[str, str]:
    """The coordinates of a new point on P-256, as a JWK has them."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    return {
        name: base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
        for name, number in (("x", numbers.x), ("y", numbers.y))
    }


def routes(at: House) -> dict[str, Callable[[], object]]:
    """One request for each operation, in an order in which each finds what it needs."""
    for slug in ("strength", "yoga", "running", "mobility", "boxing", "rowing"):
        at.services.topics.put(Topic(slug=slug, name=slug.title()))
    for number in range(4):
        at.sign_up(f"instructor_{number}", "instructor", displayName=f"Coach {number}")
    at.sign_up("customer_1", "customer", subscriptions=["instructor_0", "instructor_1", "strength"])
    at.sign_up("leaving_1", "customer", subscriptions=["instructor_0"])
    videos = [at.publish(f"instructor_{number % 4}", "strength") for number in range(30)]
    mine, item = "instructor_0", {"mediaId": videos[0]}
    credentials = {"userid": "customer_1", "userpassword": PASSWORD}
    announced = {
        "kind": "video",
        "fileName": "row.mp4",
        "contentType": "video/mp4",
        "size": len(FILM),
        "checksum": checksum_of(FILM),
    }
    upload: dict[str, str] = {}
    part = {"partNumber": 1, "checksum": base64.b64encode(hashlib.sha256(FILM).digest()).decode()}

    def create_media() -> None:
        upload.setdefault("mediaId", at.ask("POST", "/media", mine, body=announced)["mediaId"])

    def failed() -> dict[str, str]:
        media = at.services.media.get(videos[4])
        row = media.model_copy(update={"media_id": new_id(NOW), "status": Status.FAILED, "published": None})
        at.services.media.create(row)
        at.services.objects.put(keys.original(row.media_id, row.version), FILM, "video/mp4")
        return {"mediaId": row.media_id}

    failing, information = failed(), at.ask("GET", "/media/stream", query=item)
    grant = {"grant": information["hls"].split("grant=")[1]}
    return {
        "createUser": lambda: at.ask("POST", "/user", headers={**credentials, "userid": "newcomer"}, body={}),
        "signIn": lambda: at.ask("POST", "/auth", headers=credentials),
        "listSessions": lambda: at.ask("GET", "/auth", "customer_1"),
        "extendSession": lambda: at.ask("PUT", "/auth", "customer_1"),
        "getUser": lambda: at.ask("GET", "/user", "customer_1"),
        "updateUser": lambda: at.ask("PUT", "/user", "customer_1", body={"bio": "I row."}),
        "listInstructors": lambda: at.ask("GET", "/user/instructors"),
        "listTopics": lambda: at.ask("GET", "/user/topics"),
        "subscribe": lambda: at.ask("POST", "/user/subscriptions", "customer_1", body={"source": "running"}),
        "unsubscribe": lambda: at.ask("DELETE", "/user/subscriptions", "customer_1", query={"source": "running"}),
        "readFeed": lambda: at.ask("GET", "/media/feed", "customer_1"),
        "searchLibrary": lambda: at.ask("GET", "/media/library", query={"q": "balance", "topic": "strength"}),
        "listStudio": lambda: at.ask("GET", "/media/studio", mine),
        "getMedia": lambda: at.ask("GET", "/media", query=item),
        "describeStream": lambda: at.ask("GET", "/media/stream", query=item),
        "beginStream": lambda: at.ask("POST", "/media/stream", "customer_1", query=item, body={}),
        "readPlaylist": lambda: at.ask("GET", "/media/stream/playlist", query=grant),
        "changeMedia": lambda: at.ask("PUT", "/media", mine, query=item, body={"title": "Balance and strength"}),
        "archiveMedia": lambda: at.ask("DELETE", "/media", mine, query=item),
        "restoreMedia": lambda: at.ask("POST", "/media/restore", mine, query=item),
        "retryMedia": lambda: at.ask("POST", "/media/retry", "instructor_0", query=failing),
        "createMedia": create_media,
        "listUploads": lambda: at.ask("GET", "/media/uploads", mine),
        "addressParts": lambda: at.ask("POST", "/media/uploads/parts", mine, body={**upload, "parts": [part]}),
        "cancelUpload": lambda: at.ask("DELETE", "/media/uploads", mine, query=upload),
        **_live(at, mine),
        **_scheduling(at, mine),
        "endSessions": lambda: at.ask("DELETE", "/auth", "customer_1"),
        "deleteUser": lambda: at.ask("DELETE", "/user", "leaving_1", headers={"userpassword": PASSWORD}),
        "health": lambda: at.ask("GET", "/health"),
        "openapi": lambda: at.ask("GET", "/openapi.json"),
    }


def _live(at: House, host: str) -> dict[str, Callable[[], object]]:
    """Meetings, the keys of devices, blocks and reports."""
    who, made = "customer_1", {}
    point = new_public_numbers()
    key = {"publicKey": {"kty": "EC", "crv": "P-256", **point}, "name": "Phone"}
    meeting = {"meetingId": at.ask("POST", "/meet", host, body={"kind": "group_class", "title": "Flow"})["meetingId"]}
    about = {"kind": "person", "userId": "instructor_2"}

    def add_key() -> None:
        made.setdefault("keyId", at.ask("POST", "/user/identity-keys", who, body=key)["key"]["keyId"])

    return {
        "addIdentityKey": add_key,
        "removeIdentityKey": lambda: at.ask("DELETE", "/user/identity-keys", who, query=made),
        "getMeeting": lambda: at.ask("GET", "/meet", who, query=meeting),
        "listMeetings": lambda: at.ask("GET", "/meet/upcoming", who),
        "joinMeeting": lambda: at.ask("POST", "/meet", who, query=meeting, body={}),
        "updateMeeting": lambda: at.ask("PUT", "/meet", host, query=meeting, body={"title": "Morning flow"}),
        "closeMeeting": lambda: at.ask("DELETE", "/meet", host, query=meeting),
        "report": lambda: at.ask("POST", "/community/reports", who, body={"about": about, "category": "spam"}),
        "block": lambda: at.ask("POST", "/community/blocks", who, body={"userId": "instructor_3"}),
        "listBlocks": lambda: at.ask("GET", "/community/blocks", who),
        "unblock": lambda: at.ask("DELETE", "/community/blocks", who, query={"userId": "instructor_3"}),
    }


def _scheduling(at: House, coach: str) -> dict[str, Callable[[], object]]:
    """A session of an hour from the request to its end."""
    who, event, feed = "customer_1", {}, {}
    hours = {"weekday": "tuesday", "start": "09:00", "end": "17:00"}

    def times(hour: int) -> dict[str, str]:
        return {"startTime": f"2026-03-10T{hour:02}:00:00Z", "endTime": f"2026-03-10T{hour + 1:02}:00:00Z"}

    def add() -> None:
        told = at.ask("POST", "/schedule", who, body={"userId": coach, **times(10)})
        event.setdefault("eventId", told["eventId"])  # what is played back was never written

    def make_feed() -> None:
        made = at.ask("POST", "/schedule/feed", who)
        feed.setdefault("key", made["url"].rpartition("=")[2])  # what is played back was never written

    def step() -> None:
        at.ask("POST", "/schedule/step", coach, body={**event, "step": "accept"})

    return {
        "setAvailability": lambda: at.ask(
            "PUT", "/schedule/availability", coach, body={"zone": "Europe/London", "weekly": [hours]}
        ),
        "getAvailability": lambda: at.ask("GET", "/schedule/availability", coach),
        "listSlots": lambda: at.ask("GET", "/schedule/slots", who, query={"instructor": coach, "range": 31}),
        "addToSchedule": add,
        "listRequests": lambda: at.ask("GET", "/schedule/requests", coach),
        "takeStep": step,
        "getSchedule": lambda: at.ask("GET", "/schedule", who, query={"range": 14}),
        "getEvent": lambda: at.ask("GET", "/schedule/event", who, query=event),
        "makeCalendarFeed": make_feed,
        "getCalendarFeed": lambda: at.ask("GET", "/schedule/feed", who),
        "readCalendarFeed": lambda: at.ask("GET", "/schedule/feed.ics", query=feed),
        "revokeCalendarFeed": lambda: at.ask("DELETE", "/schedule/feed", who),
        "moveOnSchedule": lambda: at.ask("PUT", "/schedule", coach, body={**event, **times(12)}),
        "removeFromSchedule": lambda: at.ask("DELETE", "/schedule", who, query=event),
    }


_MODERATOR = "needs a moderator, who is appointed"
LEFT_OUT = {
    "completeUpload": "needs parts in S3",
    "readStoryboard": "needs sheets in S3; costs what readPlaylist does",
    "listReports": _MODERATOR,
    "decideReport": _MODERATOR,
    "liftSuspension": _MODERATOR,
}
