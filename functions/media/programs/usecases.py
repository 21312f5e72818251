"""Making, changing, finding and being in programs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from neufit.clock import Clock
from neufit.domain.announcement import Announcement, Subject, SubjectKind, Subscribers
from neufit.domain.errors import Conflict, Forbidden, NotFound
from neufit.domain.media import Kind, Media, Status
from neufit.domain.notice import NoticeKind
from neufit.domain.program import (
    Level,
    Membership,
    Program,
    ProgramStatus,
    Progress,
    Week,
    check_media,
    check_move,
    check_published,
    progress,
)
from neufit.domain.session import Session
from neufit.domain.subscription import Source
from neufit.domain.user import Role, user_key
from neufit.domain.workout_log import local_day
from neufit.ids import derived_id, new_id
from neufit.stores.cards import CardData, CardStore
from neufit.stores.media import MediaStore
from neufit.stores.programs import ProgramStore, own
from neufit.stores.tables import Cursors
from neufit.stores.users import UserStore
from neufit.stores.workout_log import WorkoutLogStore

_HIDDEN = "There is no program with this id."


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new program is to be. ``key`` names the request, so that it may be repeated."""

    title: str
    description: str
    level: Level
    topics: tuple[str, ...]
    weeks: tuple[Week, ...]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What its maker wants to be different; None is left as it is."""

    title: str | None = None
    description: str | None = None
    level: Level | None = None
    topics: tuple[str, ...] | None = None
    weeks: tuple[Week, ...] | None = None
    status: ProgramStatus | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A program, its maker's name, what of its videos can be watched by id, and how far who asks is."""

    program: Program
    name: str
    playable: Mapping[str, Media]
    since: date | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The stores that programs are shown from."""

    programs: ProgramStore
    cards: CardStore
    log: WorkoutLogStore
    clock: Clock


def make(
    me: Session, plan: Plan, *, programs: ProgramStore, users: UserStore, media: MediaStore, clock: Clock
) -> Program:
    """A new draft, or what an earlier request with the same key made.

    Raise Forbidden for those who are no instructors, Invalid naming videos that can't be in it.
    """
    now, maker = clock(), users.get(me.user_id)
    if maker.role is not Role.INSTRUCTOR:
        raise Forbidden("Only instructors make programs.")
    key = plan.key
    made = Program(
        program_id=new_id(now) if key is None else derived_id("program", maker.key, key),
        owner_id=maker.user_id,
        title=plan.title,
        description=plan.description,
        level=plan.level,
        topics=plan.topics,
        weeks=plan.weeks,
        created_at=now,
    )
    _check_media(made, (), media=media)
    return programs.create(made)


def change(
    me: Session,
    program_id: str,
    changes: Changes,
    *,
    revision: int,
    programs: ProgramStore,
    media: MediaStore,
    clock: Clock,
) -> Program:
    """One's own program with these changes. Of two who change one revision, one wins.

    Raise NotFound, Invalid naming what can't be, Conflict.
    """
    before = programs.get(program_id)
    if user_key(before.owner_id) != user_key(me.user_id):
        raise NotFound(_HIDDEN)
    if before.revision != revision:
        raise Conflict("This program was changed meanwhile. Load it again and repeat.")
    wanted = {
        name: value
        for name in ("title", "description", "level", "topics", "weeks", "status")
        if (value := getattr(changes, name)) is not None
    }
    after = before.model_copy(update=wanted)
    if after == before:
        return before
    check_move(before.status, after.status)
    if changes.weeks is not None:
        _check_media(after, before.media_ids, media=media)
    if after.status is ProgramStatus.PUBLISHED:
        check_published(after)
        if after.published_at is None:
            now = clock()
            first = after.model_copy(update={"published_at": now})
            return programs.replace(before, first, [_news(first, now)])
    return programs.replace(before, after)


def listed(
    user_id: str | None, listing: str, *, zone: str, limit: int, cursor: str | None, shelf: Shelf, cursors: Cursors
) -> tuple[list[Shown], str | None]:
    """A page of a listing for who asks: a query, two batch reads, and two queries for how far that person is.

    Others' drafts are in none of theirs.
    """
    bound = f"programs\0{listing}"
    key = cursors.decode(bound, cursor)
    ids, last = shelf.programs.page(listing, limit=limit, after=None if key is None else str(key["after"]))
    found = shelf.programs.get_many(ids)
    mine = [] if user_id is None else shelf.programs.memberships(user_id)
    programs = [found[each] for each in ids if each in found]
    if user_id is None or listing != own(user_id):
        programs = [each for each in programs if each.status is ProgramStatus.PUBLISHED]
    shown = _shown(user_id, programs, mine, zone=zone, shelf=shelf)
    return shown, None if last is None else cursors.encode(bound, {"after": last})


def joined(me: Session, *, zone: str, shelf: Shelf) -> list[Shown]:
    """The programs that one is in, the newest first; not those that are hidden by a block, or taken back to a draft."""
    mine = shelf.programs.memberships(me.user_id)
    found = shelf.programs.get_many([each.program_id for each in mine])
    programs = [found[each.program_id] for each in mine if each.program_id in found]
    return _shown(me.user_id, programs, mine, zone=zone, shelf=shelf)


def show(user_id: str | None, program_id: str, *, zone: str, shelf: Shelf) -> Shown:
    """A program for who may see it: its maker, everybody once it is published, those who are in it when it is archived.

    Raise NotFound for all others, and for what is of somebody who is blocked, suspended or gone.
    """
    program = shelf.programs.get(program_id)
    membership = None if user_id is None else shelf.programs.membership(user_id, program_id)
    mine = user_id is not None and user_key(user_id) == user_key(program.owner_id)
    seen = program.status is ProgramStatus.PUBLISHED or (
        program.status is ProgramStatus.ARCHIVED and membership is not None
    )
    if not mine and not seen:
        raise NotFound(_HIDDEN)
    found = _shown(user_id, [program], [] if membership is None else [membership], zone=zone, shelf=shelf)
    if not found:
        raise NotFound(_HIDDEN)
    return found[0]


def join(me: Session, program_id: str, *, zone: str, shelf: Shelf) -> Membership:
    """Be in a published program from today on; who is in it stays so since then. Raise NotFound, Conflict."""
    today = local_day(shelf.clock(), zone)
    shown = show(me.user_id, program_id, zone=zone, shelf=shelf)
    if shown.progress is None and shown.program.status is not ProgramStatus.PUBLISHED:
        raise Conflict("This program is not published.", code="not-published")
    wanted = Membership(user_id=me.user_id, program_id=program_id, since=today, joined_at=shelf.clock())
    return shelf.programs.join(wanted)


def _shown(
    user_id: str | None, programs: Sequence[Program], mine: Iterable[Membership], *, zone: str, shelf: Shelf
) -> list[Shown]:
    """Programs of people whom who asks may meet, with how far that person is."""
    since = {each.program_id: each.since for each in mine}
    today = local_day(shelf.clock(), zone)
    wanted: dict[str, None] = {}
    for program in programs:
        # All of those that one is in, for progress; of the others the first serves as a picture.
        whole = program.program_id in since or len(programs) == 1
        wanted |= dict.fromkeys(program.media_ids if whole else program.media_ids[:1])
    data = shelf.cards.read(wanted, (each.owner_id for each in programs), reader=user_id)
    playable = _playable(data)
    starts = [since[each.program_id] for each in programs if each.program_id in since]
    done = [] if user_id is None or not starts else shelf.log.videos_since(user_id, min(starts))
    shown = []
    for program in programs:
        name = data.names.get(user_key(program.owner_id))
        if name is None:
            continue
        start = since.get(program.program_id)
        far = None if start is None else progress(program, start, today, done, playable)
        shown.append(Shown(program, name, playable, start, far))
    return shown


def _news(program: Program, now: datetime) -> Announcement:
    """What subscribers of its maker and its topics hear when a program is published for the first time."""
    sources = (Source.instructor(program.owner_id), *(Source.topic(topic) for topic in program.topics))
    return Announcement.of(
        NoticeKind.NEW_PROGRAM,
        Subject(kind=SubjectKind.PROGRAM, id=program.program_id),
        Subscribers(sources=sources),
        now,
        title=program.title,
        link=f"/programs/{program.program_id}",
        by=program.owner_id,
    )


def _playable(data: CardData) -> dict[str, Media]:
    return {
        media_id: item
        for media_id, item in data.media.items()
        if item.status is Status.AVAILABLE and item.published is not None and item.kind is Kind.VIDEO
    }


def _check_media(program: Program, before: Sequence[str], *, media: MediaStore) -> None:
    found = media.get_many(program.media_ids) if program.media_ids else {}
    allowed = {
        media_id
        for media_id, item in found.items()
        if item.status is Status.AVAILABLE
        and item.kind is Kind.VIDEO
        and user_key(item.owner_id) == user_key(program.owner_id)
    }
    check_media(program, before, allowed)
