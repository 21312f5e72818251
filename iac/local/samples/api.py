"""A small client of the public API: what a person's browser does, for sample people."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import urllib3

from iac.local.settings import MAIL_DOMAIN
from neufit.domain.upload import checksum_of, part_bytes, part_count, part_size


class Refused(Exception):
    """The API answered with problem details."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('detail', '')}")
        self.status = status
        self.code = str(problem.get("type", "")).rpartition(":")[2]


class Person:
    """Somebody who signs up once, signs in, and acts."""

    def __init__(self, origin: str, user_id: str, password: str) -> None:
        self.user_id = user_id
        self._password = password
        self._origin = origin
        self._pool = urllib3.PoolManager(retries=urllib3.Retry(3, redirect=False), timeout=urllib3.Timeout(60))
        self._token = ""

    def sign_up(self, display_name: str, zip_code: int, role: str) -> None:
        """Make the account; one that is there from before is fine."""
        email = f"{self.user_id}@{MAIL_DOMAIN}"
        profile = {"displayName": display_name, "zipCode": zip_code, "role": role, "email": email}
        try:
            self._call("POST", "/user", profile, userPassword=self._password)
        except Refused as refused:
            if refused.status != 409:
                raise

    def sign_in(self) -> None:
        """Get a session."""
        self._token = self._call("POST", "/auth", None, userPassword=self._password)["authToken"]

    def sign_out(self) -> None:
        """End the session, so that it is not listed among the person's devices."""
        self._call("DELETE", "/auth", None)
        self._token = ""

    def profile(self) -> dict[str, Any]:
        """One's own profile."""
        return self._call("GET", "/user", None)

    def change(self, **fields: object) -> None:
        """Change the profile."""
        self._call("PUT", "/user", fields)

    def items(self) -> Iterator[dict[str, Any]]:
        """One's own media, in every state."""
        cursor = None
        while True:
            page = self._call("GET", "/media/studio", None, query={"cursor": cursor} if cursor else {})
            yield from page["items"]
            cursor = page["cursor"]
            if not cursor:
                return

    def upload_video(self, file: Path, title: str, description: str, topics: list[str]) -> str:
        """Send a file in presigned parts and answer its media id. Goes on where an earlier try was cut off."""
        content = file.read_bytes()
        size = len(content)
        claim = {
            "kind": "video",
            "title": title,
            "description": description,
            "topics": topics,
            "fileName": file.name,
            "contentType": "video/mp4",
            "size": size,
            "checksum": checksum_of(content),
        }
        upload = self._call("POST", "/media", claim)
        media_id: str = upload["mediaId"]
        done = set(upload["upload"]["uploadedParts"])
        parts = {}
        for number in range(1, part_count(size) + 1):
            if number not in done:
                start = (number - 1) * part_size(size)
                parts[number] = content[start : start + part_bytes(size, number)]
        if parts:
            wanted = [
                {"partNumber": number, "checksum": base64.b64encode(hashlib.sha256(part).digest()).decode()}
                for number, part in parts.items()
            ]
            targets = self._call("POST", "/media/uploads/parts", {"mediaId": media_id, "parts": wanted})["parts"]
            for target in targets:
                body = parts[target["partNumber"]]
                answer = self._pool.request("PUT", target["url"], body=body, headers=target["headers"])
                if answer.status != 200:
                    raise Refused(answer.status, {"detail": "a part was not taken"})
        self._call("POST", "/media/uploads/complete", {"mediaId": media_id})
        return media_id

    def upload_image(self, content: bytes) -> str:
        """Send a small picture directly and answer its media id."""
        answer = self._call("POST", "/media", content)
        media_id: str = answer["mediaId"]
        return media_id

    def classes(self, **query: str) -> list[dict[str, Any]]:
        """Group classes that run or will, by start."""
        page = self._call("GET", "/meet/upcoming", None, query={"kind": "group_class", **query})
        found: list[dict[str, Any]] = page["items"]
        return found

    def plan_class(
        self, title: str, description: str, topics: list[str], start: str, *, key: str, end: str | None = None
    ) -> None:
        """Make a class from ``start`` on (ISO 8601, a whole minute), of an hour unless said; once for each ``key``."""
        claim = {
            "kind": "group_class",
            "title": title,
            "description": description,
            "topics": topics,
            "startTime": start,
            **({} if end is None else {"endTime": end}),
        }
        self._call("POST", "/meet", claim, None, **{"Idempotency-Key": key})

    def end_class(self, meeting_id: str) -> None:
        """Cancel a class, or end it while it runs."""
        self._call("DELETE", "/meet", None, query={"meetingId": meeting_id})

    def plan_series(self, claim: dict[str, object], key: str) -> str:
        """Plan a series of classes: its id; with one ``key`` only once."""
        told = self._call("POST", "/meet/series", claim, None, **{"Idempotency-Key": key})
        series_id: str = told["seriesId"]
        return series_id

    def enrol(self, series_id: str) -> None:
        """Take a seat, or a turn in the waitlist, in all classes of a series."""
        self._call("POST", "/meet/enrolment", {"seriesId": series_id})

    def take_sessions(self, zone: str, weekly: list[dict[str, str]]) -> None:
        """Say for the first time when one takes sessions; what was said before stays."""
        try:
            self._call("PUT", "/schedule/availability", {"zone": zone, "weekly": weekly, "revision": 0})
        except Refused as refused:
            if refused.status != 409:
                raise

    def calendar(self, days: int) -> list[dict[str, Any]]:
        """What stands in one's calendar from now on."""
        page = self._call("GET", "/schedule", None, query={"range": str(days)})
        found: list[dict[str, Any]] = page["events"]
        return found

    def slots(self, instructor: str, day: datetime) -> list[dict[str, str]]:
        """The free slots of an instructor in the 24 hours from ``day`` on: ``startTime`` and ``endTime`` of each."""
        query = {"instructor": instructor, "zone": "UTC", "from": day.isoformat(), "range": "1"}
        found = self._call("GET", "/schedule/slots", None, query=query)
        return [
            {"startTime": slot["startTime"], "endTime": slot["endTime"]}
            for each in found["days"]
            for slot in each["slots"]
        ]

    def ask(self, instructor: str, slot: dict[str, str], title: str, note: str) -> str:
        """Ask for a session: the id of the event."""
        told = self._call("POST", "/schedule", {"userId": instructor, **slot, "title": title, "reason": note})
        event_id: str = told["eventId"]
        return event_id

    def step(self, event_id: str, step: str, reason: str, times: dict[str, str] | None = None) -> None:
        """Answer a request."""
        self._call("POST", "/schedule/step", {"eventId": event_id, "step": step, "reason": reason, **(times or {})})

    def make_program(self, claim: dict[str, object], key: str) -> str:
        """Make and publish a program: its id; with one ``key`` only once."""
        made = self._call("POST", "/media/program", claim, None, **{"Idempotency-Key": key})
        program_id: str = made["programId"]
        if made["status"] == "draft":
            change = {"revision": made["revision"], "status": "published"}
            self._call("PUT", "/media/program", change, query={"programId": program_id})
        return program_id

    def join_program(self, program_id: str, zone: str) -> None:
        """Be in a program from today on."""
        self._call("POST", "/media/program/membership", {"programId": program_id, "zone": zone})

    def mark_done(self, media_id: str, zone: str, day: str) -> None:
        """Mark a workout done on a day (ISO 8601)."""
        self._call("POST", "/user/history", {"mediaId": media_id, "zone": zone, "day": day})

    def comment(self, media_id: str, text: str) -> None:
        """Say something below a video."""
        self._call("POST", "/media/comments", {"mediaId": media_id, "text": text})

    def ticket(self, meeting_id: str) -> str:
        """A ticket for the room of a class."""
        answer = self._call("POST", "/meet", {}, query={"meetingId": meeting_id})
        ticket: str = answer["relays"][0]["ticket"]
        return ticket

    def _call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | bytes | None,
        query: Mapping[str, str] | None = None,
        **headers: str,
    ) -> dict[str, Any]:
        sent = {"userId": self.user_id, **headers}
        if self._token:
            sent["authToken"] = self._token
        if body is not None:
            sent["Content-Type"] = "image/png" if isinstance(body, bytes) else "application/json"
        url = f"{self._origin}/api{path}{'?' + urlencode(query) if query else ''}"
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        answer = self._pool.request(method, url, body=data, headers=sent)
        told: dict[str, Any] = json.loads(answer.data or b"{}")
        if answer.status >= 400:
            raise Refused(answer.status, told)
        return told
