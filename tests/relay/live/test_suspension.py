"""A suspended person is out of live sessions soon, by a signed word that the relay finds in the bucket."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from neufit.contracts.suspension import LIFETIME, Suspension, suspension_key
from neufit.domain.room.kinds import MeetingKind
from neufit.ids import new_id
from neufit.signing import InvalidSignature, PemSigner, Verifier, new_private_key


@pytest.fixture
def suspend(store_settings, signer):
    """Write word of a suspension, as the API does."""
    client = boto3.client("s3", region_name=store_settings.region, endpoint_url=store_settings.aws_endpoint)

    def write(user, *, by=signer, ago=timedelta(), content=None):
        at = datetime.now(UTC) - ago
        body = Suspension(person=user.lower(), at=at).sign(by).encode() if content is None else content
        client.put_object(Bucket=store_settings.media_bucket, Key=suspension_key(new_id(at)), Body=body)

    yield write
    client.close()


async def test_whoever_is_suspended_is_out_of_every_room(relay, enter, suspend, knock, make_live_ticket):
    """Every connection of that person closes as if removed; others stay, and see the person leave at once."""
    host = await enter("host")
    old = make_live_ticket("Bob", jti="kept")
    bob = await enter("Bob")
    elsewhere = await enter("Bob", meeting_id="another", kind=MeetingKind.GROUP_CLASS)
    bobby = await enter("bobby")
    suspend("Bob")
    assert await bob.until_closed() == (4403, "This account is suspended.")
    assert await elsewhere.until_closed() == (4403, "This account is suspended.")
    await host.until_event("left", participant="Bob")
    again = await knock(relay, "Bob")
    await again.say("hello", ticket=old, after=0, log="")
    assert (await again.until_closed())[0] == 4403
    await bobby.settle()


async def test_a_ticket_given_out_later_is_good(relay, enter, suspend):
    """Whose suspension was lifted comes in by the next ticket."""
    carl = await enter("carl", issued_at=datetime.now(UTC) - timedelta(seconds=40))
    suspend("carl", ago=timedelta(seconds=20))
    assert (await carl.until_closed())[0] == 4403
    await enter("carl")


async def test_what_the_api_did_not_sign_is_nothing(relay, enter, suspend):
    """Other keys, old words and no words at all are passed over; the next good one counts."""
    dora, host = await enter("dora"), await enter("host")
    suspend("dora", by=PemSigner(new_private_key()))
    suspend("dora", ago=LIFETIME + timedelta(seconds=30))
    suspend("dora", content=b"\xff{}")
    suspend("host")
    assert (await host.until_closed())[0] == 4403
    await dora.settle()


def test_a_word_is_for_relays_only(signer, make_live_ticket):
    """A ticket is no suspension, and what is kept is what was signed."""
    verifier = Verifier(signer.public_pem)
    word = Suspension(person="anna", at=datetime.now(UTC).replace(microsecond=0))
    assert Suspension.verify(word.sign(signer), verifier) == word
    with pytest.raises(InvalidSignature):
        Suspension.verify(make_live_ticket("anna"), verifier)
    assert word.concerns("Anna", word.at)
    assert not word.concerns("anna", word.at + timedelta(seconds=1))
    assert not word.concerns("ann", word.at)
