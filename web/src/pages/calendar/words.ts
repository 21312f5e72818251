import type { CalendarEvent } from "../../api/model";
import { spokenTime } from "../../format/format";
import type { Day, View } from "./days";
import { awaits, isHost, isMe, otherOf } from "./events";
import { offsetLabel, readingOf, zoneLabel } from "./zones";

const LANGUAGE = "en";
type Style = Intl.DateTimeFormatOptions;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, style: Style, zone: string): Intl.DateTimeFormat {
  const key = `${name} ${zone}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LANGUAGE, { ...style, timeZone: zone });
  formats.set(key, known);
  return known;
}

/** `9:30 AM` */
export function timeAt(at: number, zone: string): string {
  return format("time", { timeStyle: "short" }, zone).format(at);
}

/** `9:30 – 10:30 AM` */
export function timesOf(start: number, end: number, zone: string): string {
  return format("time", { timeStyle: "short" }, zone).formatRange(start, end);
}

/** `Sunday, March 8` */
export function dateAt(at: number, zone: string): string {
  return format("date", { weekday: "long", month: "long", day: "numeric" }, zone).format(at);
}

/** `Sun, Mar 8, 9:30 – 10:30 AM` */
export function whenAt(start: number, end: number, zone: string): string {
  const style: Style = { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" };
  return format("when", style, zone).formatRange(start, end);
}

/** `Sunday, March 8, 2026` */
export function dayInFull(day: Day): string {
  return format("full", { dateStyle: "full" }, "UTC").format(Date.parse(day));
}

/** `Sunday, March 8` */
export function dayInWords(day: Day): string {
  return format("date", { weekday: "long", month: "long", day: "numeric" }, "UTC").format(Date.parse(day));
}

/** `Sun`, by the day's place in the week from Monday on. */
export function weekdayShort(weekday: number): string {
  return format("weekday", { weekday: "short" }, "UTC").format(Date.UTC(2024, 0, 1 + weekday));
}

/** `Sunday` */
export function weekdayLong(weekday: number): string {
  return format("weekdayLong", { weekday: "long" }, "UTC").format(Date.UTC(2024, 0, 1 + weekday));
}

/** What a view shows: `March 2026`, `Mar 2 – 8, 2026`. */
export function rangeInWords(view: View, day: Day, days: readonly Day[]): string {
  if (view === "day") return dayInFull(day);
  if (view === "month") return format("month", { month: "long", year: "numeric" }, "UTC").format(Date.parse(day));
  const [first, last] = [Date.parse(days[0] ?? day), Date.parse(days.at(-1) ?? day)];
  return format("span", { dateStyle: "medium" }, "UTC").formatRange(first, last);
}

/** `1 PM`, as the scale has it. */
export function hourLabel(minutes: number): string {
  return format("hour", { hour: "numeric" }, "UTC").format(minutes * 60_000);
}

/** `Asia/Tokyo (GMT+9)` */
export function zoneInWords(zone: string, at: number): string {
  return `${zoneLabel(zone)} (${offsetLabel(zone, at)})`;
}

/** Whether it is today, tomorrow or another day, by the clock of a zone. */
export function dayFrom(day: Day, now: number, zone: string): string {
  const days = Math.round((Date.parse(day) - Date.parse(readingOf(now, zone).day)) / 86_400_000);
  if (days === 0) return `Today, ${dayInWords(day)}`;
  return days === 1 ? `Tomorrow, ${dayInWords(day)}` : dayInWords(day);
}

/** How long it takes: `1 hour 30 minutes`. */
export function lengthInWords(start: number, end: number): string {
  return spokenTime(end - start);
}

/** What kind of thing it is, for whoever looks. */
export function kindInWords(event: CalendarEvent, me: string): string {
  if (event.kind === "event") return "Personal event";
  if (event.kind === "session") return "One-on-one session";
  return isHost(event, me) ? "Your class" : "Class";
}

/** Who it is with, if anybody. */
export function withWhom(event: CalendarEvent, me: string): string | null {
  const other = otherOf(event, me);
  return other === null ? null : `with ${other.displayName}`;
}

/** Where it stands, with whose turn it is. */
export function statusInWords(event: CalendarEvent, me: string): string {
  switch (event.status) {
    case "pending":
      if (awaits(event, me)) return "Waiting for you";
      return `Waiting for ${otherOf(event, me)?.displayName ?? "an answer"}`;
    case "accepted":
      return event.kind === "session" ? "Accepted" : "Planned";
    case "declined":
      return "Declined";
    case "cancelled":
      return "Cancelled";
    case "expired":
      return "Not answered in time";
  }
}

/** Somebody's name in a sentence to `me`. */
export function nameOf(userId: string | null, event: CalendarEvent, me: string): string {
  if (userId === null) return "NEUFIT";
  if (isMe(userId, me)) return "You";
  return [event.instructor, event.customer].find((each) => each !== null && isMe(each.userId, userId))?.displayName ?? userId;
}

/** All of an event in a sentence: what a screen reader says of it in a grid. */
export function eventInWords(event: CalendarEvent, me: string, zone: string): string {
  const [start, end] = [Date.parse(event.startTime), Date.parse(event.endTime)];
  return [event.title, whenAt(start, end, zone), kindInWords(event, me), withWhom(event, me), statusInWords(event, me)]
    .filter((each) => each !== null)
    .join(", ");
}
