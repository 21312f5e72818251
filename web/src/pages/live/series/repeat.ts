/** Days as RFC 5545 names them, in the order of `Date.getDay()`. */
export const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
export type Day = (typeof DAYS)[number];

/** Days as people list them, the week beginning on Monday. */
export const WEEK: readonly Day[] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

export interface Repeat {
  readonly every: "day" | "week";
  /** For weeks. */
  readonly days: readonly Day[];
  /** The last class: after so many, or on this day (`2026-06-30`), included. */
  readonly end: { readonly count: number } | { readonly until: string };
}

/** What the API takes: within a year and 200 classes. */
export const MOST_CLASSES = 200;
const MOST_DAYS = 366;

/** The day of the week of a day, without any zone. */
export function dayOf(date: string): Day {
  return DAYS[new Date(`${date}T00:00Z`).getUTCDay()] ?? "MO";
}

function after(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The days of a series that may begin on a day or after it: at most as many as the API takes. */
export function datesOf(first: string, repeat: Repeat): readonly string[] {
  const wanted = repeat.every === "day" ? DAYS : repeat.days;
  const most = "count" in repeat.end ? Math.min(repeat.end.count, MOST_CLASSES) : MOST_CLASSES;
  const until = "until" in repeat.end ? repeat.end.until : "9999-12-31";
  const found: string[] = [];
  for (let passed = 0; passed <= MOST_DAYS && found.length < most; passed += 1) {
    const date = after(first, passed);
    if (date > until) break;
    if (wanted.includes(dayOf(date))) found.push(date);
  }
  return found;
}

/** The rule of RFC 5545 that says it. */
export function ruleOf({ every, days, end }: Repeat): string {
  const ends = "count" in end ? `COUNT=${end.count}` : `UNTIL=${end.until.replaceAll("-", "")}`;
  const by = every === "week" ? `;BYDAY=${WEEK.filter((day) => days.includes(day)).join(",")}` : "";
  return `FREQ=${every === "day" ? "DAILY" : "WEEKLY"}${by};${ends}`;
}
