import { describe, expect, test } from "vitest";
import { beginningsOf, bodyOf, copied, type Draft, draftOf, firstDraft, missingOf, newLine } from "./draft";

function hours(weekday: number, start: string, end: string) {
  return { id: newLine(), weekday, start, end };
}

const MONDAY = "2026-03-02";
const draft: Draft = { ...firstDraft("America/New_York"), weekly: [hours(0, "09:00", "12:00"), hours(0, "22:00", "00:00")] };

describe("a draft of when one takes sessions", () => {
  test("goes to the API and back, with the midnight at the end of a day", () => {
    const body = bodyOf(draft);
    expect(body.weekly).toEqual([
      { weekday: "monday", start: "09:00", end: "12:00" },
      { weekday: "monday", start: "22:00", end: "24:00" },
    ]);
    expect(bodyOf(draftOf(body))).toEqual(body);
  });

  test("names what is missing as the API would", () => {
    expect(missingOf(draft)).toEqual({});
    const wrong: Draft = {
      ...draft,
      weekly: [hours(1, "09:00", "12:00"), hours(1, "12:00", "09:00"), hours(2, "", "09:00")],
      daysOff: [{ id: newLine(), first: "2026-03-05", last: "2026-03-04" }],
      extra: [{ id: newLine(), day: "", start: "09:00", end: "10:00" }],
      horizonDays: NaN,
    };
    expect(Object.keys(missingOf(wrong)).sort()).toEqual(["daysOff.0", "extra.0", "horizonDays", "weekly.1", "weekly.2"]);
  });

  test("copies a day in place of what other days had", () => {
    const { weekly } = copied({ ...draft, weekly: [...draft.weekly, hours(2, "06:00", "07:00")] }, 0, [2, 4]);
    expect(weekly.map(({ weekday, start }) => `${weekday} ${start}`)).toEqual([
      "0 09:00",
      "0 22:00",
      "2 09:00",
      "2 22:00",
      "4 09:00",
      "4 22:00",
    ]);
    expect(new Set(weekly.map(({ id }) => id)).size).toBe(6);
  });

  test("shows when sessions begin: whole ones, over joined hours, not on days off, but at extra hours", () => {
    expect(beginningsOf(draft, MONDAY)).toEqual([540, 600, 660, 1320, 1380]);
    expect(beginningsOf(draft, "2026-03-03")).toEqual([]);
    const joined = { ...draft, weekly: [hours(0, "09:00", "10:30"), hours(0, "10:30", "12:00")] };
    expect(beginningsOf({ ...joined, sessionMinutes: 90, everyMinutes: 30 }, MONDAY)).toEqual([540, 570, 600, 630]);
    const off = { ...draft, daysOff: [{ id: newLine(), first: MONDAY, last: MONDAY }] };
    expect(beginningsOf(off, MONDAY)).toEqual([]);
    const extra = { ...off, extra: [{ id: newLine(), day: MONDAY, start: "18:00", end: "19:30" }] };
    expect(beginningsOf(extra, MONDAY)).toEqual([1080]);
    expect(beginningsOf({ ...draft, everyMinutes: NaN }, MONDAY)).toEqual([]);
    expect(beginningsOf({ ...draft, everyMinutes: 0 }, MONDAY)).toEqual([]);
  });
});
