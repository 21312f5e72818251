"""Tickets and the signatures under them."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from neufit.contracts.live import MAX_TICKET_CHARACTERS
from neufit.contracts.tickets import LIFETIME, LIVE_AUDIENCE, ON_DEMAND_AUDIENCE, LiveTicket, OnDemandTicket
from neufit.domain.block import MAX_NAMED
from neufit.domain.room.kinds import MeetingKind, MeetingRole, Source
from neufit.signing import InvalidSignature, PemSigner, Verifier, new_private_key


@pytest.fixture(scope="module")
def signer() -> PemSigner:
    return PemSigner(new_private_key())


@pytest.fixture(scope="module")
def verifier(signer: PemSigner) -> Verifier:
    return Verifier(signer.public_pem)


def ticket(at: datetime) -> OnDemandTicket:
    return OnDemandTicket(jti="j", family="f", viewer="v", media_id="m", plan="p", issued_at=at)


def test_a_fresh_ticket_is_read_as_it_was_written(signer: PemSigner, verifier: Verifier) -> None:
    """Signing and verifying give the same ticket."""
    fresh = ticket(datetime.now(UTC).replace(microsecond=0))
    assert OnDemandTicket.verify(fresh.sign(signer), verifier) == fresh


def test_an_expired_ticket_is_refused(signer: PemSigner, verifier: Verifier) -> None:
    """A ticket lives a minute and not longer."""
    old = ticket(datetime.now(UTC) - LIFETIME - timedelta(seconds=5))
    with pytest.raises(InvalidSignature):
        OnDemandTicket.verify(old.sign(signer), verifier)


def test_a_ticket_of_another_key_is_refused(verifier: Verifier) -> None:
    """Only our key makes tickets."""
    stranger = PemSigner(new_private_key())
    with pytest.raises(InvalidSignature):
        OnDemandTicket.verify(ticket(datetime.now(UTC)).sign(stranger), verifier)


def test_a_ticket_without_signature_is_refused(verifier: Verifier) -> None:
    """The algorithm is ours to choose: ``none`` is refused."""
    now = datetime.now(UTC)
    claims = {"aud": ON_DEMAND_AUDIENCE, "iat": now, "exp": now + LIFETIME}
    with pytest.raises(InvalidSignature):
        OnDemandTicket.verify(jwt.encode(claims, None, algorithm="none"), verifier)


@pytest.mark.parametrize("missing", ["jti", "fam", "sub", "med", "pln", "exp", "iat", "aud"])
def test_a_ticket_that_lacks_a_claim_is_refused(signer: PemSigner, verifier: Verifier, missing: str) -> None:
    """Every claim is needed, even under a good signature."""
    now = datetime.now(UTC)
    claims = {"aud": ON_DEMAND_AUDIENCE, "iat": now, "exp": now + LIFETIME}
    claims |= dict.fromkeys(("jti", "fam", "sub", "med", "pln"), "x")
    del claims[missing]
    with pytest.raises(InvalidSignature):
        OnDemandTicket.verify(signer.sign(claims), verifier)


def test_a_changed_ticket_is_refused(signer: PemSigner, verifier: Verifier) -> None:
    """Changing the payload breaks the signature."""
    head, payload, signature = ticket(datetime.now(UTC)).sign(signer).split(".")
    changed = payload[:-2] + ("AA" if payload[-2:] != "AA" else "BB")
    with pytest.raises(InvalidSignature):
        OnDemandTicket.verify(f"{head}.{changed}.{signature}", verifier)


def live_ticket(at: datetime) -> LiveTicket:
    return LiveTicket(
        jti="j",
        user_id="anna",
        name="Änna",
        meeting_id="m",
        kind=MeetingKind.GROUP_CLASS,
        role=MeetingRole.HOST,
        publishes=frozenset(Source),
        moderates=True,
        blocked=frozenset({"bob"}),
        issued_at=at,
        ends_at=at + timedelta(hours=1),
    )


def test_a_live_ticket_is_read_as_it_was_written(signer: PemSigner, verifier: Verifier) -> None:
    """Signing and verifying give the same ticket; what it holds are the claims that other programs read."""
    fresh = live_ticket(datetime.now(UTC).replace(microsecond=0))
    token = fresh.sign(signer)
    assert LiveTicket.verify(token, verifier) == fresh
    claims = verifier.verify(token, audience=LIVE_AUDIENCE)
    assert (claims["pub"], claims["role"], claims["blk"]) == (["camera", "microphone"], "host", ["bob"])


def test_the_largest_ticket_fits_into_a_hello(signer: PemSigner) -> None:
    """However many people it names, and however long their ids are."""
    named = frozenset(f"{number:x<64}" for number in range(MAX_NAMED))
    largest = live_ticket(datetime.now(UTC)).model_copy(update={"blocked": named, "name": "☠" * 100})
    assert len(largest.sign(signer)) <= MAX_TICKET_CHARACTERS


def test_tickets_open_one_door_only(signer: PemSigner, verifier: Verifier) -> None:
    """A ticket for a stored stream is none for a meeting, and the other way round."""
    now = datetime.now(UTC)
    with pytest.raises(InvalidSignature, match="Audience"):
        LiveTicket.verify(ticket(now).sign(signer), verifier)
    with pytest.raises(InvalidSignature, match="Audience"):
        OnDemandTicket.verify(live_ticket(now).sign(signer), verifier)


@pytest.mark.parametrize(
    ("claim", "value"),
    [("pub", ["screen"]), ("pub", None), ("role", "king"), ("kind", None), ("blk", ["x"] * 2 + [1]), ("ends", "late")]
    + [(name, None) for name in ("jti", "sub", "name", "meeting", "mod", "ends")],
)
def test_a_live_ticket_with_a_wrong_claim_is_refused(
    signer: PemSigner, verifier: Verifier, claim: str, value: object
) -> None:
    """Every claim is checked, even under a good signature; null stands for one that is missing."""
    claims = verifier.verify(live_ticket(datetime.now(UTC)).sign(signer), audience=LIVE_AUDIENCE) | {claim: value}
    if value is None:
        del claims[claim]
    with pytest.raises(InvalidSignature):
        LiveTicket.verify(signer.sign(claims), verifier)
