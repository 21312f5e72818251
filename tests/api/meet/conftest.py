"""A gym: makes and joins meetings as browsers do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from neufit.contracts.tickets import LiveTicket
from neufit.domain.topic import Topic
from neufit.signing import PemSigner, Verifier

HOUR = timedelta(hours=1)


@dataclass
class Gym:
    """What a test does with meetings. ``api`` is the client of the API."""

    api: Any

    def at(self, **ahead: Any) -> str:
        """A time from now on, as clients write it."""
        return (self.api.services.clock() + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def make(self, host: Any, *, key: str | None = None, **fields: Any) -> Any:
        """POST /meet without a meeting id. None leaves a field out."""
        told = {"kind": "group_class", "title": "Morning flow", **fields}
        headers = {**host.headers, **({"Idempotency-Key": key} if key is not None else {})}
        body = {name: value for name, value in told.items() if value is not None}
        return self.api.post("/meet", headers=headers, json=body)

    def meeting(self, host: Any, **fields: Any) -> str:
        """A new meeting: its id."""
        reply = self.make(host, **fields)
        assert reply.status == 200, reply.content
        return reply.json["meetingId"]

    def pair(self, host: Any, customer: Any, **fields: Any) -> str:
        """A one-on-one session that starts now: its id."""
        return self.meeting(host, kind="one_on_one", users=[customer.user_id], **fields)

    def read(self, person: Any, meeting_id: str) -> Any:
        """GET /meet."""
        return self.api.get("/meet", headers=person.headers if person else None, query={"meetingId": meeting_id})

    def change(self, person: Any, meeting_id: str, **fields: Any) -> Any:
        """PUT /meet."""
        return self.api.put("/meet", headers=person.headers, query={"meetingId": meeting_id}, json=fields)

    def close(self, person: Any, meeting_id: str) -> Any:
        """DELETE /meet."""
        return self.api.delete("/meet", headers=person.headers, query={"meetingId": meeting_id})

    def join(self, person: Any, meeting_id: str, **fields: Any) -> Any:
        """POST /meet?meetingId=."""
        headers = person.headers if person else None
        return self.api.post("/meet", headers=headers, query={"meetingId": meeting_id}, json=fields)

    def ticket(self, person: Any, meeting_id: str) -> LiveTicket:
        """What the relay reads in the ticket of this person. Its clock is that of the test."""
        reply = self.join(person, meeting_id)
        assert reply.status == 200, reply.content
        verifier = Verifier(PemSigner(self.api.services.settings.signing_key).public_pem)
        return LiveTicket.verify(reply.json["relays"][0]["ticket"], verifier, leeway=10**9)

    def enrol(self, person: Any, meeting_id: str) -> Any:
        """POST /meet/enrolment."""
        return self.api.post("/meet/enrolment", headers=person.headers, json={"meetingId": meeting_id})

    def leave(self, person: Any, meeting_id: str) -> Any:
        """DELETE /meet/enrolment."""
        return self.api.delete("/meet/enrolment", headers=person.headers, query={"meetingId": meeting_id})

    def roster(self, person: Any, meeting_id: str, **query: Any) -> Any:
        """GET /meet/enrolment."""
        return self.api.get("/meet/enrolment", headers=person.headers, query={"meetingId": meeting_id, **query})

    def calendar(self, person: Any) -> list[tuple[str, str]]:
        """Ids and starts of what stands in a person's calendar for the next month."""
        reply = self.api.get("/schedule", headers=person.headers)
        assert reply.status == 200, reply.content
        return [(event["eventId"], event["startTime"]) for event in reply.json["events"]]

    def upcoming(self, person: Any, **query: Any) -> list[str]:
        """The ids of a whole listing, page by page."""
        ids: list[str] = []
        cursor = None
        while True:
            sent = {**query, **({"cursor": cursor} if cursor else {})}
            reply = self.api.get("/meet/upcoming", headers=person.headers, query=sent)
            assert reply.status == 200, reply.content
            ids += [item["meetingId"] for item in reply.json["items"]]
            cursor = reply.json["cursor"]
            if cursor is None:
                return ids

    def block(self, person: Any, other: Any) -> None:
        """POST /community/blocks."""
        reply = self.api.post("/community/blocks", headers=person.headers, json={"userId": other.user_id})
        assert reply.status == 200, reply.content

    def moment(self, text: str) -> datetime:
        """A time of an answer."""
        return datetime.fromisoformat(text)


@pytest.fixture
def gym(api) -> Gym:
    """What tests do with meetings; there are two topics."""
    for slug in ("yoga", "strength"):
        api.services.topics.put(Topic(slug=slug, name=slug.title()))
    return Gym(api)
