"""The states of a media item and who may see it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.errors import Conflict
from neufit.domain.media import Kind, Media, Published, Status, check_move, sources_of

STATUSES = st.sampled_from(Status)
AT = datetime(2026, 1, 1, tzinfo=UTC)


def media(status: Status, *, published: bool = False, playable: bool = False) -> Media:
    made = Published(version="v", plan="p")
    return Media(
        media_id="m",
        owner_id="coach",
        kind=Kind.VIDEO,
        title="Row",
        status=status,
        version="v",
        created_at=AT,
        published=made if published else None,
        playable=made if playable else None,
    )


@given(STATUSES, STATUSES)
def test_moves_and_their_conditions_agree(source: Status, target: Status) -> None:
    """A move is allowed exactly when its source is among the states that the conditional write accepts."""
    if source in sources_of(target):
        check_move(source, target)
    else:
        with pytest.raises(Conflict):
            check_move(source, target)


def test_nothing_leaves_the_purged_state() -> None:
    """Purging is final."""
    assert all(Status.PURGED not in sources_of(target) for target in Status)


@given(STATUSES, st.booleans(), st.booleans())
def test_strangers_see_only_what_is_available(status: Status, published: bool, playable: bool) -> None:
    """A stranger sees an item exactly when it is available; archived and failed ones are hidden from him."""
    item = media(status, published=published, playable=playable)
    assert item.visible_to("stranger") == (status is Status.AVAILABLE)
    assert item.visible_to(None) == item.visible_to("stranger")


@given(STATUSES)
def test_owners_see_their_items_until_they_are_purged(status: Status) -> None:
    """The owner sees every state but the last."""
    assert media(status).visible_to("coach") == (status is not Status.PURGED)


def test_the_first_part_can_be_watched_while_the_rest_is_encoded() -> None:
    """A processing video is watchable by others only once its first chunk is there."""
    assert media(Status.PROCESSING, playable=True).watchable_by("stranger")
    assert not media(Status.PROCESSING).watchable_by("stranger")
    assert not media(Status.ARCHIVED, published=True).watchable_by("stranger")
