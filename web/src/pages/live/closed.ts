import type { Meeting } from "../../api/model";
import { upcoming } from "../../format/format";
import { fullFor } from "./enrolment/seats";

/** Why nobody is let in at this moment; null when one is. */
export function closedBecause(meeting: Meeting, now: number): string | null {
  if (meeting.status === "cancelled") return "This session was called off.";
  if (now >= Date.parse(meeting.joinableUntil)) return "This session is over.";
  if (now < Date.parse(meeting.joinableFrom)) {
    return `It begins ${upcoming(meeting.startTime, new Date(now))}. The door opens 15 minutes before; this page notices.`;
  }
  if (fullFor(meeting, now)) return "Every seat is taken. Seats of those who don’t come are free ten minutes after the start.";
  // Over before its time: the host ended it. One that runs over may still be joined.
  return meeting.status === "ended" && now < Date.parse(meeting.endTime) ? "This session is over." : null;
}
