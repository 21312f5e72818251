"""The words of a meeting: its kinds, the parts people play in it, what they send and to whom."""

from enum import StrEnum


class MeetingKind(StrEnum):
    """What a meeting is."""

    GROUP_CLASS = "group_class"
    ONE_ON_ONE = "one_on_one"
    SHARED_WORKOUT = "shared_workout"
    """People watch one video in step. Who has its link may come."""


class MeetingRole(StrEnum):
    """Who somebody is in a meeting. The host is its instructor, of a shared workout who made it."""

    HOST = "host"
    CUSTOMER = "customer"


class Source(StrEnum):
    """What a person sends."""

    CAMERA = "camera"
    MICROPHONE = "microphone"


class Sharing(StrEnum):
    """Who sees a customer's camera: the whole class, the trainer only, or nobody."""

    CLASS = "class"
    TRAINER = "trainer"
    NONE = "none"


MOST_PEOPLE = {MeetingKind.GROUP_CLASS: 200, MeetingKind.ONE_ON_ONE: 2, MeetingKind.SHARED_WORKOUT: 50}
"""How many customers and hosts a room takes. A host is let in even when it is full."""
