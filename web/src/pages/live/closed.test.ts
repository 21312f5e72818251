import { expect, test } from "vitest";
import type { Meeting } from "../../api/model";
import { closedBecause } from "./closed";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 24, 18);

function meeting(fields: Partial<Meeting> = {}): Meeting {
  const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();
  const host = { userId: "host", displayName: "Host" };
  return {
    meetingId: "m1",
    kind: "group_class",
    title: "Evening strength",
    description: "",
    topics: [],
    instructor: host,
    customer: null,
    role: "customer",
    startTime: at(0),
    endTime: at(60),
    joinableFrom: at(-15),
    joinableUntil: at(75),
    status: "scheduled",
    revision: 0,
    capacity: null,
    enrolled: 0,
    waiting: null,
    myState: "none",
    seriesId: null,
    mediaId: null,
    users: [],
    attendees: [],
    ...fields,
  };
}

test.each([
  [-16, "scheduled", /begins .*door opens/],
  [-15, "scheduled", null],
  [30, "live", null],
  [30, "ended", /over/],
  [61, "ended", null],
  [75, "ended", /over/],
  [-60, "cancelled", /called off/],
] as const)("%d minutes from the start, %s: %s", (minutes, status, words) => {
  const closed = closedBecause(meeting({ status }), START + minutes * MINUTE);
  if (words === null) expect(closed).toBeNull();
  else expect(closed).toMatch(words);
});
