"""Page cursors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.errors import Invalid
from neufit.stores.tables import Cursors

CURSORS = Cursors(b"secret")
KEYS = st.dictionaries(st.text(min_size=1, max_size=8), st.one_of(st.text(max_size=20), st.integers()), min_size=1)


@given(st.text(max_size=20), KEYS)
def test_a_cursor_gives_back_its_key(listing: str, key: dict) -> None:
    """What was put into a cursor comes out of it."""
    assert CURSORS.decode(listing, CURSORS.encode(listing, key)) == key


@given(KEYS, st.data())
def test_a_changed_cursor_is_refused(key: dict, data: st.DataObject) -> None:
    """Changing any character of a cursor makes it invalid, never another page."""
    cursor = CURSORS.encode("feed", key) or ""
    place = data.draw(st.integers(0, len(cursor) - 1))
    other = data.draw(st.sampled_from("ABCDwxyz0189-_=é").filter(lambda c: c != cursor[place]))
    changed = cursor[:place] + other + cursor[place + 1 :]
    try:
        assert CURSORS.decode("feed", changed) == key  # spare bits of base 64 may differ, the key may not
    except Invalid:
        return


@given(KEYS)
def test_a_cursor_belongs_to_one_listing(key: dict) -> None:
    """A cursor of one listing is refused by another."""
    cursor = CURSORS.encode("library?q=squat", key)
    with pytest.raises(Invalid):
        CURSORS.decode("library?q=row", cursor)


@given(st.text(max_size=200))
def test_any_text_is_refused_politely(text: str) -> None:
    """No text crashes the decoder."""
    with pytest.raises(Invalid):
        CURSORS.decode("feed", text)
