"""The reducer: a room and the next entry of its log make the next room. Pure, total, the same on every relay.

State-machine replication (Schneider, "Implementing Fault-Tolerant Services Using the State Machine Approach", 1990):
relays that apply one order of entries hold one state.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from media_relay.rooms.actions import act
from media_relay.rooms.changes import (
    BlocksChange,
    Change,
    EndsChange,
    ModerationChange,
    PlaybackChange,
    RecordingChange,
    RosterChange,
    Transition,
)
from media_relay.rooms.entries import Commanded, Expired, Joined, Left, Opened, Record, RecordingOver
from media_relay.rooms.rights import refuse_action, refuse_entry
from neufit.domain.room.kinds import MeetingKind, MeetingRole, Sharing, Source
from neufit.domain.room.playback import Playback
from neufit.domain.room.state import GRACE_MS, MOST_REMEMBERED, Participant, Room

V = TypeVar("V")


def advance(room: Room, record: Record) -> Transition:  # noqa: PLR0911 -- a case for each
    """Apply the next record. One that was applied already changes nothing."""
    if record.seq <= room.seq:
        return Transition(room, room)
    now = replace(room, seq=record.seq, time=max(room.time, record.time))
    match record.entry:
        case Opened():
            return _open(room, now, record.entry)
        case Joined():
            return _join(room, now, record.entry)
        case Left():
            return _leave(room, now, record.entry)
        case Expired():
            return _expire(room, now, record.entry)
        case Commanded():
            return _command(room, now, record.entry)
        case RecordingOver(media_id=media_id):
            if now.recording is None or now.recording.target.media_id != media_id:
                return Transition(room, now)
            return Transition(room, replace(now, recording=None), None, (RecordingChange(),))


def _open(before: Room, room: Room, entry: Opened) -> Transition:
    changes: list[Change] = []
    people = dict(room.participants)
    for participant in room.participants.values():
        if entry.relay in participant.presence:
            people[participant.id] = _without(participant, entry.relay, room.time)
            changes.append(RosterChange(participant, people[participant.id]))
    return Transition(before, replace(room, participants=people), None, tuple(changes))


def _join(before: Room, room: Room, entry: Joined) -> Transition:
    refusal = refuse_entry(room, entry)
    if refusal is not None:
        return Transition(before, room, entry.participant, refusal=refusal)
    known = room.participants.get(entry.participant)
    everybody = room.kind is not MeetingKind.GROUP_CLASS or entry.role is MeetingRole.HOST
    fresh = known or Participant(
        id=entry.participant,
        name=entry.name,
        role=entry.role,
        publishes=entry.publishes,
        moderates=entry.moderates,
        joined_at=room.time,
        presence={},
        sharing=Sharing.CLASS if everybody else Sharing.NONE,
    )
    after = replace(
        fresh,
        name=entry.name,
        role=entry.role,
        publishes=entry.publishes,
        moderates=entry.moderates,
        camera=fresh.camera and Source.CAMERA in entry.publishes,
        microphone=fresh.microphone and Source.MICROPHONE in entry.publishes,
        presence={**fresh.presence, entry.relay: entry.connection},
        away_since=None,
    )
    changes: list[Change] = [RosterChange(known, after)]
    if room.blocks.get(entry.participant, entry.blocked) != entry.blocked:
        changes.append(BlocksChange(entry.participant))
    if entry.ends > room.ends_at:
        room = replace(room, ends_at=entry.ends)
        changes.append(EndsChange())
    if room.playback is None and entry.video is not None:
        watched = Playback(entry.video.media_id, entry.video.runtime_ms, at=room.time)
        room = replace(room, playback=watched, steering=entry.video.steering)
        changes += [PlaybackChange(), ModerationChange()]
    room = replace(room, participants={**room.participants, entry.participant: after})
    room = replace(room, blocks=_remember(room, room.blocks, entry.participant, entry.blocked))
    return Transition(before, room, entry.participant, tuple(changes))


def _leave(before: Room, room: Room, entry: Left) -> Transition:
    participant = room.participants.get(entry.participant)
    if participant is None or participant.presence.get(entry.relay) != entry.connection:
        return Transition(before, room, entry.participant)
    after = _without(participant, entry.relay, room.time)
    if after.presence or not entry.goodbye:
        people = {**room.participants, participant.id: after}
        return Transition(
            before, replace(room, participants=people), participant.id, (RosterChange(participant, after),)
        )
    return _drop(before, room, participant)


def _expire(before: Room, room: Room, entry: Expired) -> Transition:
    participant = room.participants.get(entry.participant)
    if participant is None or participant.away_since is None or room.time - participant.away_since < GRACE_MS:
        return Transition(before, room)
    return _drop(before, room, participant)


def _command(before: Room, room: Room, entry: Commanded) -> Transition:
    if entry.number <= room.numbers.get(entry.participant, 0):
        return Transition(before, room, entry.participant)
    participant = room.participants.get(entry.participant)
    refusal = refuse_action(room, participant, entry.action)
    if refusal is not None or participant is None:
        return Transition(before, room, entry.participant, refusal=refusal)
    numbers = _remember(room, room.numbers, participant.id, entry.number)
    after, changes = act(replace(room, numbers=numbers), participant, entry.action)
    if len(after.reps) > MOST_REMEMBERED:
        after = replace(after, reps=_bounded(after, after.reps))
    return Transition(before, after, participant.id, changes)


def _without(participant: Participant, relay: str, now: int) -> Participant:
    """The participant without the connection at one relay; without any, he or she is away from now on."""
    presence = {name: connection for name, connection in participant.presence.items() if name != relay}
    away_since = participant.away_since if presence or participant.away_since is not None else now
    return replace(participant, presence=presence, away_since=away_since)


def _drop(before: Room, room: Room, participant: Participant) -> Transition:
    people = {name: other for name, other in room.participants.items() if name != participant.id}
    after = replace(room, participants=people)
    return Transition(before, after, participant.id, (RosterChange(participant, None),))


def _remember(room: Room, values: Mapping[str, V], participant: str, value: V) -> dict[str, V]:
    """The values with one more, which is the youngest; the oldest of those who aren't here are forgotten."""
    kept = {name: old for name, old in values.items() if name != participant}
    kept[participant] = value
    return _bounded(room, kept)


def _bounded(room: Room, values: Mapping[str, V]) -> dict[str, V]:
    kept = dict(values)
    if len(kept) > MOST_REMEMBERED:
        absent = [name for name in kept if name not in room.participants]
        for name in absent[: len(kept) - MOST_REMEMBERED]:
            del kept[name]
    return kept
