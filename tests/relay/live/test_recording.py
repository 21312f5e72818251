"""Classes that are recorded: from real WebRTC into the bucket."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from iac.local.samples.live.recording import Recording
from media_relay.rtc.plane import MediaPlane
from neufit.contracts import keys
from neufit.contracts.recording import RecordingGrant
from neufit.domain.room.kinds import MeetingKind, MeetingRole
from neufit.domain.room.recording import RecordingTarget
from neufit.ids import new_id
from neufit.signing import PemSigner, new_private_key
from tests.relay.live.media import advanced, until
from tests.relay.recording.sender import FORM, errors_of, footage, look


@pytest.fixture
def relay(relay_with_media):
    """Here the relay is one with a real media plane."""
    return relay_with_media


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    return footage(tmp_path_factory.mktemp("footage"))


@pytest.fixture
def bucket(store_settings):
    client = boto3.client("s3", region_name=store_settings.region, endpoint_url=store_settings.aws_endpoint)
    yield client
    client.close()


class Item:
    """An item that waits to be recorded, and grants for it."""

    def __init__(self, client, bucket, signer):
        self.client, self.bucket, self.signer = client, bucket, signer
        media_id, version = new_id(datetime.now(UTC)), "r-" + new_id(datetime.now(UTC))
        self.place = {"Bucket": bucket, "Key": keys.original(media_id, version)}
        upload = client.create_multipart_upload(**self.place, ChecksumAlgorithm="SHA256")["UploadId"]
        self.target = RecordingTarget(media_id=media_id, version=version, upload_id=upload)

    def grant(self, *, meeting="meeting", user="host", age=0.0, signer=None):
        issued_at = datetime.now(UTC) - timedelta(seconds=age)
        grant = RecordingGrant(meeting_id=meeting, user_id=user, target=self.target, issued_at=issued_at)
        return grant.sign(signer or self.signer)

    def complete(self):
        return bool(self.client.list_objects_v2(Bucket=self.bucket, Prefix=self.place["Key"])["KeyCount"])

    def parts(self):
        listed = self.client.list_parts(**self.place, UploadId=self.target.upload_id)
        return listed.get("Parts", [])

    def body(self):
        return self.client.get_object(**self.place)["Body"].read()


@pytest.fixture
def item(bucket, store_settings, signer):
    return Item(bucket, store_settings.media_bucket, signer)


class Teaching:
    """A host in class with camera and microphone. ``heard`` counts the sounds of 20 ms that were sent."""

    def __init__(self, person):
        self.person = person
        self.heard = 0

    async def begin(self, client, clip):
        recording = Recording(clip, FORM)

        def sound():
            self.heard += 1
            return recording.sound()

        client.publish(recording.layers, sound=sound)
        await self.person.do("set_media", camera=True, microphone=True)

    async def go_on(self, seconds):
        """Teach for so long."""
        await advanced(lambda: self.heard, 50 * seconds)


@pytest.fixture
def teach(bring_media, clip):
    """Let a host teach."""

    async def begin(person):
        client = await bring_media(person, publishes=True, scale=0.1)
        client.stop_publishing()
        teaching = Teaching(person)
        await teaching.begin(client, clip)
        return teaching

    return begin


async def test_a_class_is_recorded(enter, teach, item, tmp_path):
    """What the host shows and says is in the bucket afterwards, without the pause; everybody is told at every step."""
    host, anna = await enter("host"), await enter("anna")
    teaching = await teach(host)
    started = await host.do("start_recording", grant=item.grant())
    assert started["type"] == "applied"
    assert (await anna.until_event("recording"))["recording"]["participant"] == "host"
    late = await enter("bob")
    assert late.messages[0]["snapshot"]["recording"]["paused"] is False
    await teaching.go_on(4)
    await host.do("recording", do="pause")
    assert (await anna.until_event("recording"))["recording"]["paused"] is True
    await teaching.go_on(3)
    await host.do("recording", do="resume")
    await teaching.go_on(4)
    await host.do("recording", do="stop")
    await anna.until_event("recording", recording=None)
    await until(item.complete)
    path = tmp_path / "recording.webm"
    path.write_bytes(item.body())
    seen = look(path)
    assert errors_of(path) == ""
    assert seen.duration == pytest.approx(8, abs=1.5)
    assert set(seen.sizes) == {(640, 360)}
    assert len(seen.flashes) >= 4
    assert len(seen.beeps) >= 4


async def test_a_recording_ends_with_the_class(enter, teach, item):
    """The host ends the class: the file is completed."""
    host = await enter("host")
    teaching = await teach(host)
    await host.do("start_recording", grant=item.grant())
    await teaching.go_on(2)
    await host.command("end")
    await until(item.complete)
    assert item.body().startswith(b"\x1a\x45\xdf\xa3")


async def test_a_relay_that_stops_leaves_a_file_to_go_on_with(start_relay, enter, teach, item):
    """It sends what it has, padded to a whole part, and completes nothing: the class may go on elsewhere."""
    stopping = await start_relay(plane=MediaPlane("127.0.0.1", 0, ()))
    person = await enter("host", at=stopping)
    teaching = await teach(person)
    await person.do("start_recording", grant=item.grant())
    await teaching.go_on(3)
    await stopping.relay.drain(5)
    await stopping.runner.cleanup()
    assert not item.complete()
    (part,) = item.parts()
    assert part["Size"] >= 5 * 2**20


async def test_a_host_who_moves_to_another_relay_is_recorded_there(
    start_relay, log_server, enter, teach, item, tmp_path
):
    """Both relays write one file: the first hands over what it has, the second goes on in time and completes it."""
    north, south = [
        await start_relay(plane=MediaPlane("127.0.0.1", 0, ()), valkey_url=log_server.url, relay_name=name)
        for name in ("north", "south")
    ]
    host, anna = await enter("host", at=north), await enter("anna", at=south)
    teaching = await teach(host)
    await host.do("start_recording", grant=item.grant())
    await teaching.go_on(4)
    host.socket._response.connection.transport.abort()
    back = await enter("host", at=south, after=host.seq, log=host.log)
    await until(lambda: north.count("recordings") == 0)
    again = await teach(back)
    await again.go_on(4)
    await back.do("recording", do="stop")
    await anna.until_event("recording", recording=None)
    await until(item.complete)
    path = tmp_path / "recording.webm"
    path.write_bytes(item.body())
    seen = look(path)
    assert seen.times[-1] > 7
    assert len(seen.flashes) >= 5


async def test_nothing_seen_is_an_empty_file(enter, bring_media, item):
    """A camera that was never on: publishing will say that nothing was recorded."""
    person = await enter("host")
    await bring_media(person, publishes=True, scale=0.1)
    await person.do("start_recording", grant=item.grant())
    await person.do("recording", do="stop")
    await until(item.complete)
    assert item.body() == b""


async def test_grants_are_for_one_class_its_host_and_a_minute(enter, item):
    """What was signed for another class or person, by somebody else, too long ago, or used, starts nothing."""
    person, anna = await enter("host"), await enter("anna")
    stranger = PemSigner(new_private_key())
    for grant in (
        item.grant(meeting="other"),
        item.grant(user="anna"),
        item.grant(age=90),
        item.grant(signer=stranger),
        item.grant()[:-6] + "AAAAAA",
        "garbage",
    ):
        assert (await person.do("start_recording", grant=grant))["code"] == "grant"
    assert (await anna.do("start_recording", grant=item.grant(user="anna")))["code"] == "forbidden"
    assert (await person.do("start_recording", grant=item.grant()))["type"] == "applied"
    assert (await person.do("start_recording", grant=item.grant()))["code"] == "recording"
    await person.do("recording", do="stop")
    assert (await person.do("start_recording", grant=item.grant()))["code"] == "used"


async def test_one_on_ones_are_not_recorded(enter, item):
    """Whatever was signed: what is encrypted end to end is not recorded."""
    person = await enter("host", meeting_id="pair", kind=MeetingKind.ONE_ON_ONE, role=MeetingRole.HOST)
    assert (await person.do("start_recording", grant=item.grant(meeting="pair")))["code"] == "forbidden"
