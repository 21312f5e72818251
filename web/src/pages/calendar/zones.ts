import { addDays, type Day } from "./days";

/**
 * Readings of wall clocks and instants, by the zones that the browser knows.
 *
 * The rule is the server's (neufit/domain/calendar/zones.py): the instant of a reading is the first one at which the
 * clock shows it or a later one. So a reading that comes twice is the first of the two, and one that is left out is
 * where the clock goes on.
 */

/** What a wall clock shows. `minutes` since midnight. */
export interface Reading {
  readonly day: Day;
  readonly minutes: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(zone, made);
  return made;
}

/** What the clock of a zone shows at an instant, as ms of a clock that never changes. */
function shown(at: number, zone: string): number {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of clockOf(zone).formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
}

/** The zone in which this browser shows times. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Minutes that the clock of a zone is ahead of UTC. */
export function offsetAt(at: number, zone: string): number {
  return Math.round((shown(at, zone) - at) / MINUTE_MS);
}

export function readingOf(at: number, zone: string): Reading {
  const ms = shown(at, zone);
  return { day: new Date(ms).toISOString().slice(0, 10), minutes: Math.floor((ms % DAY_MS) / MINUTE_MS) };
}

/** The instant (ms) of a reading. `minutes` may go beyond the day: 24 * 60 is the midnight at its end. */
export function instantOf({ day, minutes }: Reading, zone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE_MS;
  const [early, late] = [wanted - DAY_MS, wanted + DAY_MS].map((around) => wanted - (shown(around, zone) - around)) as [
    number,
    number,
  ];
  const found = Math.min(...[early, late].filter((at) => shown(at, zone) === wanted));
  if (Number.isFinite(found)) return found;
  // The reading is left out. The clock shows less at the one instant and more at the other; in between it jumps.
  let [before, after] = [Math.min(early, late), Math.max(early, late)];
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (shown(middle, zone) < wanted) before = middle;
    else after = middle;
  }
  return after;
}

/** When a day begins in a zone. Not always at midnight: some clocks go forward then. */
export function startOf(day: Day, zone: string): number {
  return instantOf({ day, minutes: 0 }, zone);
}

/** Begin and end of a day, ms. It is 23 or 25 hours long when clocks change. */
export function spanOf(day: Day, zone: string): readonly [number, number] {
  return [startOf(day, zone), startOf(addDays(day, 1), zone)];
}

/** As `datetime-local` fields have it. */
export function fieldOf(at: number, zone: string): string {
  const { day, minutes } = readingOf(at, zone);
  return `${day}T${clockText(minutes)}`;
}

/** The instant of a `datetime-local` field; NaN when it says none. */
export function instantOfField(text: string, zone: string): number {
  const [day = "", time = ""] = text.split("T");
  const minutes = minutesOf(time);
  return Number.isNaN(Date.parse(day)) || Number.isNaN(minutes) ? NaN : instantOf({ day, minutes }, zone);
}

/** The same of a field that showed `start` at first: untouched it still means that, also in an hour that comes twice. */
export function instantOfEdited(text: string, start: number, zone: string): number {
  return text === fieldOf(start, zone) ? start : instantOfField(text, zone);
}

/** `9:05` as fields and the API write it: `09:05`. */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Minutes since midnight of `09:05`; NaN when it is no time of day. */
export function minutesOf(clock: string): number {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(clock) ?? [];
  return Number(hours) * 60 + Number(minutes);
}

const names = new Map<string, string>();

/** A zone as people read it: `America/New York`. */
export function zoneLabel(zone: string): string {
  return zone.replaceAll("_", " ");
}

/** How far a zone is from UTC at an instant: `GMT-5`. */
export function offsetLabel(zone: string, at: number): string {
  const key = `${zone} ${offsetAt(at, zone)}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(at);
  const found = parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
  names.set(key, found);
  return found;
}

/** Whether two zones show the same time at an instant. */
export function sameClock(one: string, other: string, at: number): boolean {
  return one === other || offsetAt(at, one) === offsetAt(at, other);
}

/** All zones that this browser knows by their IANA names, its own and UTC among them. */
export function allZones(): readonly string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), ownZone(), "UTC"])].sort();
}
