"""Names of viewers, families of tickets, grants in playlist addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.errors import Forbidden
from neufit.domain.grant import Grants, PlaybackGrant, grant_lifetime
from neufit.domain.viewing import Viewings

VIEWINGS = Viewings(b"secret")
GRANTS = Grants(b"secret")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
GRANT = PlaybackGrant(media_id="m", version="v", plan="p", own=False, expires_at=NOW + timedelta(hours=1))


def test_a_viewer_has_one_name_that_tells_nothing() -> None:
    """The same person is the same viewer; a person, an address of the same text, another secret are not."""
    name = VIEWINGS.viewer("anna", "1.2.3.4")
    assert name == VIEWINGS.viewer("anna", "5.6.7.8")
    assert "anna" not in name
    others = {VIEWINGS.viewer(None, "anna"), VIEWINGS.viewer("ben", "1.2.3.4"), Viewings(b"x").viewer("anna", "")}
    assert name not in others


def test_a_family_belongs_to_its_viewer_and_video() -> None:
    """Nobody goes on with the family of another, or with another video."""
    family = VIEWINGS.begin("viewer", "media")
    assert VIEWINGS.belongs(family, "viewer", "media")
    assert not VIEWINGS.belongs(family, "other", "media")
    assert not VIEWINGS.belongs(family, "viewer", "other")
    assert family != VIEWINGS.begin("viewer", "media")


@given(st.text(max_size=100))
def test_made_up_families_belong_to_nobody(family: str) -> None:
    """Any text is answered with no."""
    assert not VIEWINGS.belongs(family, "viewer", "media")


def test_a_grant_is_read_as_it_was_signed() -> None:
    """Signing and reading give the same grant, until its time is over."""
    text = GRANTS.sign(GRANT)
    assert GRANTS.read(text, NOW) == GRANT
    with pytest.raises(Forbidden):
        GRANTS.read(text, GRANT.expires_at)
    with pytest.raises(Forbidden):
        Grants(b"other").read(text, NOW)


@given(st.integers(0, 500), st.sampled_from("ABCxyz019-_"))
def test_a_changed_grant_is_refused(at: int, char: str) -> None:
    """Changing a character never gives another grant."""
    text = GRANTS.sign(GRANT)
    at %= len(text)
    changed = text[:at] + char + text[at + 1 :]
    try:
        assert GRANTS.read(changed, NOW) == GRANT  # spare bits of base 64 may differ, the grant may not
    except Forbidden:
        return


@given(st.text(max_size=200))
def test_made_up_grants_are_refused(text: str) -> None:
    """No text crashes the reader."""
    with pytest.raises(Forbidden):
        GRANTS.read(text, NOW)


@given(st.integers(0, 10**9))
def test_a_grant_outlasts_its_video_within_limits(runtime_ms: int) -> None:
    """Long enough to watch a class with pauses, never longer than half a day."""
    lifetime = grant_lifetime(runtime_ms)
    assert timedelta(hours=1) <= lifetime <= timedelta(hours=12)
    assert lifetime == timedelta(hours=12) or lifetime > timedelta(milliseconds=runtime_ms)
