"""Who hears of an announcement, a page at a time, as it is when it is told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from neufit.domain.announcement import Announcement, Enrolled, People, Subscribers
from neufit.domain.enrolment import EnrolmentState
from neufit.domain.meeting import Meeting
from neufit.domain.notice import TOPICS, NoticeKind, NoticeTopic
from neufit.domain.user import User, user_key
from neufit.stores.blocks import BlockStore
from neufit.stores.enrolments import EnrolmentStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.subscriptions import SubscriptionStore
from neufit.stores.users import UserStore

PAGE = 25
"""People that one run tells: few enough for the time that it has, with an e-mail to each."""


@dataclass(frozen=True, slots=True)
class Audiences:
    """Reads audiences."""

    users: UserStore
    blocks: BlockStore
    subscriptions: SubscriptionStore
    enrolments: EnrolmentStore
    meetings: MeetingStore

    def page(self, announcement: Announcement, after: str | None) -> tuple[list[str], str | None]:
        """Some user ids of the audience, and the place to go on after (None at the end)."""
        match announcement.audience:
            case People(user_ids=user_ids):
                return list(user_ids), None
            case Enrolled(meeting_id=meeting_id, host=host):
                listed = self._listed(self.meetings.find(meeting_id), host=host) if after is None else []
                roster, place = self.enrolments.roster(meeting_id, limit=PAGE, after=after)
                reminds = announcement.kind is NoticeKind.REMINDER  # who waits has nothing to be reminded of
                told = [each for each in roster if not (reminds and each.state is EnrolmentState.WAITING)]
                return [*listed, *(each.user_id for each in told)], place
            case Subscribers(sources=sources):
                start: dict[str, Any] = json.loads(after) if after else {"source": 0, "key": None}
                number = int(start["source"])
                if number >= len(sources):
                    return [], None
                found, key = self.subscriptions.subscribers(sources[number], limit=PAGE, after=start["key"])
                if key is None:
                    number += 1
                going_on = json.dumps({"source": number, "key": key})
                return found, going_on if number < len(sources) else None

    @staticmethod
    def _listed(meeting: Meeting | None, *, host: bool) -> Sequence[str]:
        if meeting is None:
            return ()
        return (meeting.host_id, *meeting.attendees) if host else meeting.attendees

    def to_tell(
        self, announcement: Announcement, user_ids: Sequence[str], whose: str | None, now: datetime
    ) -> list[User]:
        """Those who are told, each once: not who did it, who left, or whom a block keeps apart from who did it.

        Who is suspended hears nothing but what moderators say, and what was said to that person by name.
        """
        keys = {user_key(each): each for each in user_ids}
        if announcement.by is not None:
            keys.pop(user_key(announcement.by), None)
        apart = self.blocks.apart(whose, keys.values()) if whose is not None else frozenset()
        people = self.users.get_many(each for key, each in keys.items() if key not in apart)
        named = isinstance(announcement.audience, People) or TOPICS[announcement.kind] is NoticeTopic.MODERATION
        return [person for person in people.values() if named or not person.suspended(now)]
