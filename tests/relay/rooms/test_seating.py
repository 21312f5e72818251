"""Who sits where: the host always, speakers next, and nobody jumps."""

from hypothesis import given
from hypothesis import strategies as st

from media_relay.rooms.seating import Wish, seat_audio, seat_video

PEOPLE = [f"p{number}" for number in range(12)]
MIDS = [f"m{number}" for number in range(6)]

candidates = st.lists(st.sampled_from(PEOPLE), unique=True).map(sorted)
hosts = st.none() | st.sampled_from(PEOPLE)
speakers = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=4)
mids = st.integers(0, 6).map(lambda count: MIDS[:count])
wishes = st.builds(
    Wish,
    shown=st.none() | st.frozensets(st.sampled_from(MIDS)),
    pinned=st.none() | st.sampled_from(PEOPLE),
    page=st.integers(0, 14),
)


@st.composite
def befores(draw):
    """A seating as it may have been: nobody twice, some slots empty."""
    order = draw(st.permutations(PEOPLE))
    return {mid: one if draw(st.booleans()) else None for mid, one in zip(MIDS, order, strict=False)}


@given(candidates, hosts, speakers, wishes, mids, befores())
def test_seats_of_pictures(candidates, host, speakers, wish, mids, before):
    """Nobody twice, nobody who can't be seen, every slot said; the host first; who stays doesn't move."""
    found = seat_video(candidates, host=host, speakers=speakers, wish=wish, mids=mids, before=before)
    seated = [one for one in found.seats.values() if one is not None]
    assert list(found.seats) == mids
    assert len(seated) == len(set(seated))
    assert set(seated) <= set(candidates)
    usable = [mid for mid in mids if wish.shown is None or mid in wish.shown]
    if not usable:
        assert all(found.seats[mid] in {before.get(mid), None} for mid in mids)
        return
    assert all(found.seats[mid] is None for mid in mids if mid not in usable)
    if host in candidates:
        assert found.seats[usable[0]] == host
    tiles = usable[1:] if host is not None else usable
    for mid in tiles:
        kept = before.get(mid)
        assert found.seats[mid] == kept or kept not in seated or kept == host
    others = [one for one in candidates if one != host]
    wanted = [one for one in dict.fromkeys([wish.pinned, *speakers]) if one in others]
    assert set(wanted[: len(tiles)]) <= set(seated)
    assert len(seated) - (host in candidates) == min(
        len(tiles), len(set(wanted[: len(tiles)]) | set(others[wish.page :]))
    )


@given(candidates, hosts, speakers, wishes, mids, befores())
def test_a_second_time_changes_nothing(candidates, host, speakers, wish, mids, before):
    """Seating is settled: the same wishes on what came out give the same."""
    arguments = {"host": host, "speakers": speakers, "wish": wish, "mids": mids}
    once = seat_video(candidates, **arguments, before=before)
    assert seat_video(candidates, **arguments, before=once.seats) == once


@given(candidates, hosts, speakers, st.integers(2, 6))
def test_pages_show_everybody(candidates, host, speakers, count):
    """Going from page to page by what ``next`` says, each one is seen at least once."""
    seen, page, before = set(), 0, {}
    for _ in range(len(PEOPLE) + 1):
        wish = Wish(page=page)
        found = seat_video(candidates, host=host, speakers=speakers[:1], wish=wish, mids=MIDS[:count], before=before)
        seen |= {one for one in found.seats.values() if one is not None}
        if found.next is None or found.next <= page:
            break
        page, before = found.next, found.seats
    if count > 2 or not speakers:
        assert seen == set(candidates)


@given(candidates, hosts, speakers, mids, befores())
def test_seats_of_sound(candidates, host, speakers, mids, before):
    """The host is always heard, then who speaks; all are heard while there are slots; who stays doesn't move."""
    found = seat_audio(candidates, host=host, speakers=speakers, mids=mids, before=before)
    seated = [one for one in found.values() if one is not None]
    assert list(found) == mids
    assert len(seated) == len(set(seated)) == min(len(mids), len(candidates))
    assert set(seated) <= set(candidates)
    if mids and host in candidates:
        assert host in seated
    loud = [one for one in speakers if one in candidates]
    assert set(loud[: max(0, len(mids) - 1)]) <= set(seated)
    assert all(found[mid] == before.get(mid) for mid in mids if before.get(mid) in seated)


def test_a_speaker_takes_one_tile_and_gives_it_back():
    """Who speaks takes the tile of one who doesn't; the others stay; afterwards it is as before."""
    people = PEOPLE[:6]
    mids = MIDS[:4]
    quiet = seat_video(people, host="p0", speakers=[], wish=Wish(), mids=mids, before={})
    assert quiet.seats == {"m0": "p0", "m1": "p1", "m2": "p2", "m3": "p3"}
    assert (quiet.tiles, quiet.next) == (5, 3)
    loud = seat_video(people, host="p0", speakers=["p5"], wish=Wish(), mids=mids, before=quiet.seats)
    assert loud.seats == {"m0": "p0", "m1": "p1", "m2": "p2", "m3": "p5"}
    assert loud.next == 2
    again = seat_video(people, host="p0", speakers=[], wish=Wish(), mids=mids, before=loud.seats)
    assert again.seats == quiet.seats


def test_the_host_keeps_the_first_place_while_the_camera_is_off():
    """Nobody takes the place meanwhile, so nobody has to leave it."""
    away = seat_video(["p1", "p2"], host="p0", speakers=[], wish=Wish(), mids=MIDS[:3], before={})
    assert away.seats == {"m0": None, "m1": "p1", "m2": "p2"}
