"""Calendars over the API: an instructor with hours, and people who book."""

from dataclasses import dataclass
from typing import Any

import pytest

HOURS = {
    "zone": "America/New_York",
    "weekly": [{"weekday": day, "start": "09:00", "end": "12:00"} for day in ("monday", "tuesday", "wednesday")],
    "noticeMinutes": 60,
}
"""The clock of the tests stands on Monday, 2 March 2026, 9:00 UTC."""


@dataclass
class Office:
    """What tests do with calendars. ``api`` is the client of the API."""

    api: Any

    def coach(self, **hours: Any) -> Any:
        """An instructor who takes sessions."""
        person = self.api.instructor(displayName="Coach Anna")
        reply = self.api.put("/schedule/availability", headers=person.headers, json={**HOURS, **hours})
        assert reply.status == 200, reply.content
        return person

    def slots(self, person: Any, coach: Any, **query: Any) -> list[dict[str, Any]]:
        """The free slots that a person sees, in order."""
        reply = self.api.get("/schedule/slots", headers=person.headers, query={"instructor": coach.user_id, **query})
        assert reply.status == 200, reply.content
        return [slot for day in reply.json["days"] for slot in day["slots"]]

    def ask(self, person: Any, whom: Any, start: str, end: str, *, key: str | None = None, **told: Any) -> Any:
        """POST /schedule."""
        headers = {**person.headers, **({"Idempotency-Key": key} if key else {})}
        body = {"userId": whom.user_id, "startTime": start, "endTime": end, **told}
        return self.api.post("/schedule", headers=headers, json=body)

    def session(self, person: Any, coach: Any, place: int = 0) -> str:
        """A request for one of the free slots: its id."""
        slot = self.slots(person, coach)[place]
        reply = self.ask(person, coach, slot["startTime"], slot["endTime"])
        assert reply.status == 200, reply.content
        return reply.json["eventId"]

    def step(self, person: Any, event_id: str, step: str, **told: Any) -> Any:
        """POST /schedule/step."""
        return self.api.post("/schedule/step", headers=person.headers, json={"eventId": event_id, "step": step, **told})

    def accepted(self, person: Any, coach: Any, place: int = 0) -> str:
        """A session that was accepted: its id."""
        event_id = self.session(person, coach, place)
        reply = self.step(coach, event_id, "accept")
        assert (reply.status, reply.json["status"]) == (200, "accepted")
        return event_id

    def calendar(self, person: Any, **query: Any) -> list[dict[str, Any]]:
        """GET /schedule: the events."""
        reply = self.api.get("/schedule", headers=person.headers, query=query)
        assert reply.status == 200, reply.content
        return reply.json["events"]

    def event(self, person: Any, event_id: str) -> Any:
        """GET /schedule/event."""
        return self.api.get("/schedule/event", headers=person.headers, query={"eventId": event_id})

    def requests(self, person: Any, **query: Any) -> list[str]:
        """GET /schedule/requests: the ids of all pages."""
        ids, cursor = [], None
        while True:
            sent = {**query, **({"cursor": cursor} if cursor else {})}
            reply = self.api.get("/schedule/requests", headers=person.headers, query=sent)
            assert reply.status == 200, reply.content
            ids += [item["eventId"] for item in reply.json["items"]]
            cursor = reply.json["cursor"]
            if cursor is None:
                return ids


@pytest.fixture
def office(api) -> Office:
    """What tests do with calendars."""
    return Office(api)
