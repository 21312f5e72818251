const LANGUAGE = "en";

const compact = new Intl.NumberFormat(LANGUAGE, { notation: "compact", maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
const day = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium" });
const moment = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" });

/** A running time as players show it: `4:05`, `1:02:09`. */
export function clockTime(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** A running time in words, for screen readers: `4 minutes 5 seconds`. */
export function spokenTime(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  const parts = [
    [Math.floor(total / 3600), "hour"],
    [Math.floor(total / 60) % 60, "minute"],
    [total % 60, "second"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => counted(count, unit));
  return said.length > 0 ? said.join(" ") : "0 seconds";
}

/** `1 view`, `12 views`, `1.2K views`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${compact.format(count)} ${count === 1 ? one : many}`;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86_400],
  ["week", 604_800],
];

/** How long ago: `just now`, `5 minutes ago`, `yesterday`; after five weeks the date. */
export function ago(time: string, now: Date = new Date()): string {
  const then = new Date(time);
  const seconds = Math.max(0, (now.getTime() - then.getTime()) / 1000);
  if (seconds < 60) return "just now";
  if (seconds > 35 * 86_400) return day.format(then);
  const [unit, size] = STEPS.findLast(([, length]) => seconds >= length) ?? ["minute", 60];
  return relative.format(-Math.floor(seconds / size), unit);
}

/** Date and time of day, in the reader's time zone. */
export function dateTime(time: string): string {
  return moment.format(new Date(time));
}

const hour = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: "short" });
const weekday = new Intl.DateTimeFormat(LANGUAGE, { weekday: "long" });
const shortDay = new Intl.DateTimeFormat(LANGUAGE, { weekday: "short", month: "short", day: "numeric" });
const DAY_MS = 86_400_000;

/** When something begins, as people say it, in the reader's time zone: `today, 6:30 PM`, `Friday, 9:00 AM`. */
export function upcoming(time: string, now: Date = new Date()): string {
  const then = new Date(time);
  const midnight = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
  // Rounded: a day on which clocks change is an hour longer or shorter.
  const days = Math.round((midnight(then) - midnight(now)) / DAY_MS);
  const which =
    days === 0 || days === 1
      ? relative.format(days, "day")
      : days > 1 && days < 7
        ? weekday.format(then)
        : shortDay.format(then);
  return `${which}, ${hour.format(then)}`;
}

/** The time of day, in the reader's time zone. */
export function timeOfDay(time: number): string {
  return hour.format(time);
}

/** Bytes as people speak of files: `640 kB`, `1.4 GB`. */
export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB"] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(count, 1)) / 3));
  const value = count / 1000 ** power;
  const digits = power > 1 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[power] ?? "B"}`;
}
