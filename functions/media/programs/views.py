"""How programs look in answers."""

from typing import Any

from functions.media.library import usecases as library
from functions.media.library.schemas import Card, Instructor
from functions.media.library.views import card_view, poster_url
from functions.media.programs.schemas import (
    NextWorkout,
    ProgramCard,
    ProgramDay,
    ProgramDayNumber,
    ProgramDetail,
    ProgramProgress,
    ProgramWeek,
    ProgramWorkout,
)
from functions.media.programs.usecases import Shown
from neufit.domain.program import Slot
from neufit.stores.objects import ObjectStore


def program_card(shown: Shown, objects: ObjectStore) -> ProgramCard:
    """A program in a listing."""
    return ProgramCard(**_fields(shown, objects))


def program_detail(shown: Shown, objects: ObjectStore) -> ProgramDetail:
    """A program with its weeks, and which of its workouts are done."""
    far = shown.progress

    def workout(slot: Slot) -> ProgramWorkout:
        return ProgramWorkout(
            media_id=slot.media_id,
            card=_card(shown, slot.media_id, objects),
            done=far is not None and slot in far.done,
            next=far is not None and slot == far.next,
        )

    return ProgramDetail(
        **_fields(shown, objects),
        weeks=[
            ProgramWeek(
                title=week.title,
                days=[
                    ProgramDay(
                        workouts=[
                            workout(Slot(number, day, place, media_id)) for place, media_id in enumerate(media_ids)
                        ]
                    )
                    for day, media_ids in enumerate(week.days)
                ],
            )
            for number, week in enumerate(shown.program.weeks)
        ],
    )


def _fields(shown: Shown, objects: ObjectStore) -> dict[str, Any]:
    program = shown.program
    cover = next((shown.playable[each] for each in program.media_ids if each in shown.playable), None)
    return {
        "program_id": program.program_id,
        "title": program.title,
        "description": program.description,
        "level": program.level,
        "topics": list(program.topics),
        "instructor": Instructor(user_id=program.owner_id, display_name=shown.name),
        "week_count": len(program.weeks),
        "workout_count": sum(1 for _ in program.slots()),
        "cover": None if cover is None else cover.media_id,
        "poster": None if cover is None else poster_url(cover, objects),
        "status": program.status,
        "revision": program.revision,
        "published_at": program.published_at,
        "progress": _progress(shown, objects),
    }


def _progress(shown: Shown, objects: ObjectStore) -> ProgramProgress | None:
    far, since = shown.progress, shown.since
    if far is None or since is None:
        return None
    card = None if far.next is None else _card(shown, far.next.media_id, objects)
    return ProgramProgress(
        since=since,
        done=len(far.done),
        total=far.total,
        finished=far.finished,
        next=None
        if far.next is None or card is None
        else NextWorkout(week=far.next.week, day=far.next.day, workout=card),
        scheduled=None if far.scheduled is None else ProgramDayNumber(week=far.scheduled[0], day=far.scheduled[1]),
    )


def _card(shown: Shown, media_id: str, objects: ObjectStore) -> Card | None:
    item = shown.playable.get(media_id)
    return None if item is None else card_view(library.Shown(item, shown.name), objects)
