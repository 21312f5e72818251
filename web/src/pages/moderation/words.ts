import type { Report, ReportRequest } from "../../api/model";
import { dateTime } from "../../format/format";

/** What can be wrong, as people choose it and moderators read it. */
export const CATEGORIES: readonly (readonly [ReportRequest["category"], string])[] = [
  ["harassment", "Harassment or bullying"],
  ["hate", "Hate"],
  ["sexual", "Sexual content"],
  ["violence", "Violence or threats"],
  ["self_harm", "Self-harm"],
  ["unsafe_training", "Unsafe training"],
  ["privacy", "My privacy"],
  ["impersonation", "Pretends to be somebody else"],
  ["spam", "Spam"],
  ["other", "Something else"],
];

const LABELS = new Map(CATEGORIES);

export function categoryLabel(category: Report["category"]): string {
  return LABELS.get(category) ?? category;
}

/** What a report is about, in a few words. */
export function subjectOf({ about, person, personName }: Pick<Report, "about" | "person" | "personName">): string {
  const who = personName ?? person;
  switch (about.kind) {
    case "person":
      return who ?? "Somebody";
    case "media":
      return who === null ? "A video" : `A video of ${who}`;
    case "comment":
      return who === null ? "A comment" : `A comment of ${who}`;
    case "message":
      return who === null ? "A message in a class" : `A message of ${who}`;
    case "moment":
      return who === null ? "A moment in a class" : `${who}, in a class`;
  }
}

/** What became of a report, in a word for a badge. */
export const STATES: Readonly<Record<Report["state"], string>> = {
  open: "Waiting",
  dismissed: "Dismissed",
  warned: "Warned",
  suspended: "Suspended",
};

/** What became of a report, for who made it. */
export function outcomeOf({ state, decision }: Pick<Report, "state" | "decision">): string {
  switch (state) {
    case "open":
      return "A moderator has not decided yet.";
    case "dismissed":
      return "A moderator saw no reason to act.";
    case "warned":
      return "The person was warned.";
    case "suspended":
      return decision?.until ? `The account is suspended until ${dateTime(decision.until)}.` : "The account is suspended.";
  }
}

/** Years beyond this are how the service says "for good". */
const FOR_GOOD = 9999;

/** Until when somebody is shut out now; null when they are not. */
export function suspension(until: string | null, now: Date = new Date()): string | null {
  if (until === null || new Date(until) <= now) return null;
  return new Date(until).getUTCFullYear() >= FOR_GOOD ? "Suspended for good" : `Suspended until ${dateTime(until)}`;
}

const DAY_MS = 24 * 60 * 60_000;

/** How long a suspension can be, in days; null is for good. */
export const LENGTHS: readonly (readonly [string, string, number | null])[] = [
  ["1", "One day", 1],
  ["7", "One week", 7],
  ["30", "30 days", 30],
  ["365", "A year", 365],
  ["good", "For good", null],
];

/** The end of a suspension that begins now; null is for good, undefined an unknown choice. */
export function suspensionEnd(choice: string, now: Date): string | null | undefined {
  const length = LENGTHS.find(([value]) => value === choice);
  if (length === undefined) return undefined;
  const [, , days] = length;
  return days === null ? null : new Date(now.getTime() + days * DAY_MS).toISOString();
}
