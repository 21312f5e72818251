"""The right to record a class."""

from datetime import timedelta

import pytest

from neufit.contracts import keys
from neufit.contracts.recording import VERSION_PREFIX, RecordingGrant
from neufit.signing import InvalidSignature, PemSigner, Verifier


@pytest.fixture
def record(api):
    """POST /meet/recording."""

    def ask(person, meeting_id, **fields):
        headers = person.headers if person else None
        return api.post("/meet/recording", headers=headers, json={"meetingId": meeting_id, **fields})

    return ask


@pytest.fixture
def grant_of(api):
    """What stands in an answer's grant."""
    verifier = Verifier(PemSigner(api.services.settings.signing_key).public_pem)

    def read(reply):
        assert reply.status == 200, reply.content
        return RecordingGrant.verify(reply.json["grant"], verifier, leeway=10**9)

    return read


def put_part(api, target, number, body):
    api.services.objects.client.upload_part(
        Bucket=api.services.objects.bucket,
        Key=keys.original(target.media_id, target.version),
        UploadId=target.upload_id,
        PartNumber=number,
        Body=body,
    )


def test_a_host_gets_the_right_to_record(api, gym, record, grant_of):
    """The grant is for this class and this host; the item has the class's name, text and topics, and waits."""
    host = api.instructor()
    meeting = gym.meeting(host, title="Morning flow", description="Easy.", topics=["yoga"])
    grant = grant_of(record(host, meeting))
    assert (grant.meeting_id, grant.user_id, grant.target.version[:2]) == (meeting, host.user_id, VERSION_PREFIX)
    item = api.services.media.get(grant.target.media_id)
    assert (item.status, item.owner_id, item.description, item.topics) == (
        "uploading",
        host.user_id,
        "Easy.",
        ("yoga",),
    )
    assert item.title.startswith("Morning flow · ")
    assert item.held is False
    assert api.get("/media/uploads", headers=host.headers).json["items"] == []
    (shown,) = api.get("/media/studio", headers=host.headers).json["items"]
    assert (shown["recording"], shown["uploaded"], shown["title"]) == (True, False, item.title)


def test_asking_again_goes_on_with_the_same_recording(api, gym, clock, record, grant_of):
    """After a lost answer it is the same item."""
    host = api.instructor()
    meeting = gym.meeting(host)
    first = grant_of(record(host, meeting))
    clock.advance(timedelta(minutes=2))
    again = grant_of(record(host, meeting))
    assert again.target == first.target
    assert api.services.media.get(first.target.media_id).held is False


def test_who_says_once_not_to_publish_is_heeded(api, gym, record, grant_of):
    """Also when an earlier request for the same recording said otherwise, or a later one does."""
    host = api.instructor()
    meeting = gym.meeting(host)
    target = grant_of(record(host, meeting)).target
    for publish in (False, True, False):
        assert grant_of(record(host, meeting, publish=publish)).target == target
        assert api.services.media.get(target.media_id).held is True


def test_what_is_complete_makes_room_for_the_next(api, gym, record, grant_of):
    """What a lost relay has sent of a recording becomes an item of its own, and the next begins."""
    host = api.instructor()
    meeting = gym.meeting(host)
    first = grant_of(record(host, meeting))
    put_part(api, first.target, 1, b"first")
    second = grant_of(record(host, meeting))
    assert second.target.media_id != first.target.media_id
    assert api.services.objects.get(keys.original(first.target.media_id, first.target.version)) == b"first"
    assert api.services.media.get(first.target.media_id).uploaded_at is not None
    third = grant_of(record(host, meeting))
    assert third.target == second.target


def test_who_can_record_what(api, gym, record):
    """Nobody but the host, no session that is encrypted, nothing that is over, nothing that isn't there."""
    host, customer = api.instructor(), api.customer()
    coach = api.instructor()
    meeting, pair = gym.meeting(host), gym.pair(coach, customer)
    assert record(None, meeting).status == 401
    assert record(customer, meeting).status == 403
    assert record(customer, "nothing").status == 404
    refused = record(coach, pair)
    assert (refused.status, refused.code) == (409, "cannot-be-recorded")
    early = gym.meeting(host, startTime=gym.at(hours=5))
    assert record(host, early).code == "too-early"
    gym.close(host, meeting)
    assert record(host, meeting).code == "meeting-ended"


def test_what_a_lost_relay_has_sent_becomes_a_file(api, gym, clock, record, grant_of):
    """Long after the class its host looks at the studio: the parts that are there are joined, and publishing begins."""
    host = api.instructor()
    grant = grant_of(record(host, gym.meeting(host)))
    put_part(api, grant.target, 1, b"x" * (5 * 2**20))
    put_part(api, grant.target, 9, b"y")
    clock.advance(timedelta(hours=6))
    assert api.get("/media/uploads", headers=api.sign_in(host.user_id).headers).status == 200
    assert api.services.objects.size(keys.original(grant.target.media_id, grant.target.version)) == 5 * 2**20 + 1
    assert api.services.media.get(grant.target.media_id).uploaded_at is not None


def test_a_recording_that_never_began_fails_with_its_reason(api, gym, clock, record, grant_of):
    """Nothing was sent: the item says that nothing was recorded."""
    host = api.instructor()
    grant = grant_of(record(host, gym.meeting(host)))
    clock.advance(timedelta(hours=6))
    api.get("/media/uploads", headers=api.sign_in(host.user_id).headers)
    item = api.services.media.get(grant.target.media_id)
    assert (item.status, item.failure.code) == ("failed", "nothing-recorded")


def test_nobody_sends_files_into_a_recording(api, gym, record, grant_of):
    """Parts of it have no addresses and clients can't complete it; giving it up removes it."""
    host = api.instructor()
    media_id = grant_of(record(host, gym.meeting(host))).target.media_id
    part = {"mediaId": media_id, "parts": [{"partNumber": 1, "checksum": "A" * 43 + "="}]}
    assert api.post("/media/uploads/parts", headers=host.headers, json=part).status == 404
    whole = api.post("/media/uploads/complete", headers=host.headers, json={"mediaId": media_id})
    assert (whole.status, whole.code) == (409, "recording")
    assert api.delete("/media/uploads", headers=host.headers, query={"mediaId": media_id}).status == 200
    assert api.services.uploads.of(host.user_id) == []


def test_a_grant_is_for_a_relay_and_lives_a_minute(api, gym, record):
    """It is no ticket, a ticket is no grant, and an old one is worth nothing."""
    host = api.instructor()
    meeting = gym.meeting(host)
    token = record(host, meeting).json["grant"]
    verifier = Verifier(PemSigner(api.services.settings.signing_key).public_pem)
    ticket = gym.join(host, meeting).json["relays"][0]["ticket"]
    for wrong in (ticket, token[:-4] + "AAAA", "garbage"):
        with pytest.raises(InvalidSignature):
            RecordingGrant.verify(wrong, verifier, leeway=10**9)
