"""Tickets and the signatures under them."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from neufit.contracts.tickets import LIFETIME, ON_DEMAND_AUDIENCE, OnDemandTicket
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
