import type { Meeting } from "../../api/model";

const MINUTE_MS = 60_000;
/** The end is announced so long before. */
export const WARNING_MS = 5 * MINUTE_MS;
export const EXTENSION_MINUTES = 15;

/** How the end of a meeting stands: `soon` it ends, at `at`; it runs `over`, until the room closes at `at`. Times in ms. */
export interface Ending {
  readonly state: "soon" | "over";
  readonly at: number;
}

/** For so long a meeting may run over, ms: the room stays open. */
export function graceOf(meeting: Pick<Meeting, "endTime" | "joinableUntil">): number {
  return Date.parse(meeting.joinableUntil) - Date.parse(meeting.endTime);
}

/** What is to be said of the end now; `closes` is when the room closes, as the room has it. Null: nothing yet. */
export function endingAt(now: number, closes: number, grace: number): Ending | null {
  const end = closes - grace;
  if (now < end - WARNING_MS) return null;
  return now < end ? { state: "soon", at: end } : { state: "over", at: closes };
}

/** The new end of one that gets more time: counted from its end, or from now when that has passed. A whole minute, ms. */
export function extendedEnd(end: number, now: number): number {
  return Math.ceil(Math.max(end, now) / MINUTE_MS) * MINUTE_MS + EXTENSION_MINUTES * MINUTE_MS;
}
