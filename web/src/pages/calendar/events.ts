import type { CalendarEvent } from "../../api/model";
import type { Stretch } from "./lanes";

/** Whether two user ids are one person's: ids differ in more than case. */
export function isMe(userId: string, me: string): boolean {
  return userId.toLowerCase() === me.toLowerCase();
}

/** The instructor of a session or a class. */
export function isHost(event: CalendarEvent, me: string): boolean {
  return event.instructor !== null && isMe(event.instructor.userId, me);
}

/** Whom it is with: the other one of a session, the instructor of somebody else's class. */
export function otherOf(event: CalendarEvent, me: string): CalendarEvent["instructor"] {
  return isHost(event, me) ? event.customer : event.instructor;
}

/** Whether this person has to answer. */
export function awaits(event: CalendarEvent, me: string): boolean {
  return event.status === "pending" && event.awaiting !== null && isMe(event.awaiting, me);
}

/** Whether it takes somebody's time. */
export function isActive(event: CalendarEvent): boolean {
  return event.status === "pending" || event.status === "accepted";
}

/** Whether this person can give it another time. */
export function isMovable(event: CalendarEvent, me: string, now: number): boolean {
  return isActive(event) && Date.parse(event.startTime) > now && (event.booked || isHost(event, me));
}

/** Whether somebody else hears of it when it moves. */
export function concernsOthers(event: CalendarEvent): boolean {
  return event.kind !== "event";
}

export function stretchOf(event: CalendarEvent): Stretch {
  return { start: Date.parse(event.startTime), end: Date.parse(event.endTime) };
}

/** Whether it runs at this moment. */
export function isRunning(event: CalendarEvent, now: number): boolean {
  const { start, end } = stretchOf(event);
  return event.status === "accepted" && start <= now && now < end;
}

/** Whether its room lets people in at this moment. */
export function isJoinable(event: CalendarEvent, now: number): boolean {
  return (
    event.status === "accepted" &&
    event.meetingId !== null &&
    event.joinableFrom !== null &&
    event.joinableUntil !== null &&
    now >= Date.parse(event.joinableFrom) &&
    now < Date.parse(event.joinableUntil)
  );
}

export function roomPath(event: CalendarEvent): string {
  return `/live/${encodeURIComponent(event.meetingId ?? event.eventId)}`;
}

/** Where all about it is told: a page of its own for what was booked, that of the class for the rest. */
export function pathOf(event: CalendarEvent): string {
  return event.booked ? `/calendar/events/${encodeURIComponent(event.eventId)}` : roomPath(event);
}

/** What there is on a day, that is between two instants (ms), by start. */
export function within(events: readonly CalendarEvent[], start: number, end: number): readonly CalendarEvent[] {
  return events
    .filter((event) => Date.parse(event.startTime) < end && Date.parse(event.endTime) > start)
    .sort((a, b) => Date.parse(a.startTime) - Date.parse(b.startTime));
}

/** Where to look next: what runs now or begins within the time ahead and isn't called off. */
export function nextOf(events: readonly CalendarEvent[], now: number, until: number): CalendarEvent | undefined {
  return within(events, now, until).find((event) => event.status === "accepted");
}
