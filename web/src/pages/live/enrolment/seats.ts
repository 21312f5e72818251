import type { MeetingCard } from "../../../api/model";
import { counted } from "../../../format/format";

type Seated = Pick<MeetingCard, "kind" | "capacity" | "enrolled" | "waiting">;

/** How many seats of a class are free; null when there is no limit. */
export function seatsLeft({ capacity, enrolled }: Pick<Seated, "capacity" | "enrolled">): number | null {
  return capacity === null ? null : Math.max(0, capacity - enrolled);
}

/** What a card says about seats; null when there is nothing to say. */
export function seatsInWords(meeting: Seated): string | null {
  if (meeting.kind !== "group_class") return null;
  const left = seatsLeft(meeting);
  if (left === null) return meeting.enrolled > 0 ? `${counted(meeting.enrolled, "person", "people")} enrolled` : null;
  const waiting = meeting.waiting !== null && meeting.waiting > 0 ? `, ${counted(meeting.waiting, "waits", "wait")}` : "";
  return left === 0 ? `Full${waiting}` : `${counted(left, "seat")} of ${meeting.capacity} left${waiting}`;
}

/** Whether one can enrol in a class, or leave it, at this time. */
export function enrollable(meeting: Pick<MeetingCard, "kind" | "role" | "status" | "endTime">, now: number): boolean {
  const { kind, role, status, endTime } = meeting;
  const open = status === "scheduled" || status === "live";
  return kind === "group_class" && role === "customer" && open && now < Date.parse(endTime);
}

/** So long after the start seats are kept for those who enrolled, as the API has it. */
const LATE_MS = 10 * 60_000;

/** Whether the API would say at the door that every seat is taken; after a while only it knows who came. */
export function fullFor(
  meeting: Pick<MeetingCard, "kind" | "role" | "capacity" | "enrolled" | "myState" | "startTime">,
  now: number,
): boolean {
  const { role, myState, startTime } = meeting;
  return (
    role === "customer" &&
    myState !== "enrolled" &&
    seatsLeft(meeting) === 0 &&
    now < Date.parse(startTime) + LATE_MS
  );
}
