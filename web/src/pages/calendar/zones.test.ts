import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allZones, fieldOf, instantOf, instantOfEdited, instantOfField, minutesOf, offsetLabel, readingOf, sameClock, spanOf } from "./zones";

const HOUR = 3_600_000;
const at = (time: string) => Date.parse(time);

describe("zones", () => {
  test.each([
    ["Asia/Tokyo", "2026-03-08T22:00", "2026-03-08T13:00Z"],
    ["America/New_York", "2026-03-08T09:00", "2026-03-08T13:00Z"],
    // left out: where the clock goes on
    ["America/New_York", "2026-03-08T02:30", "2026-03-08T07:00Z"],
    ["Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30Z"],
    // twice: the first
    ["America/New_York", "2026-11-01T01:30", "2026-11-01T05:30Z"],
    ["Europe/Berlin", "2026-10-25T02:00", "2026-10-25T00:00Z"],
    // a day that does not begin at midnight
    ["America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00Z"],
    ["Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15Z"],
  ])("%s %s is %s", (zone, reading, instant) => {
    expect(instantOfField(reading, zone)).toBe(at(instant));
  });

  test("a field that nobody touched means the instant that it showed, also the second of two readings", () => {
    const zone = "America/New_York";
    const second = at("2026-11-01T06:30Z");
    expect(instantOfField(fieldOf(second, zone), zone)).toBe(at("2026-11-01T05:30Z"));
    expect(instantOfEdited(fieldOf(second, zone), second, zone)).toBe(second);
    expect(instantOfEdited("2026-11-01T03:00", second, zone)).toBe(at("2026-11-01T08:00Z"));
    expect(instantOfEdited("", second, zone)).toBeNaN();
  });

  test("days are 23, 24 and 25 hours long", () => {
    const length = (day: string, zone: string) => {
      const [start, end] = spanOf(day, zone);
      return (end - start) / HOUR;
    };
    expect(length("2026-03-08", "America/New_York")).toBe(23);
    expect(length("2026-03-09", "America/New_York")).toBe(24);
    expect(length("2026-11-01", "America/New_York")).toBe(25);
    expect(length("2026-04-05", "Australia/Lord_Howe")).toBe(24.5);
  });

  test("every reading leads to the first instant that shows it, or to where the clock goes on", () => {
    const moment = fc.integer({ min: at("2025-01-01T00:00Z") / 60_000, max: at("2036-01-01T00:00Z") / 60_000 });
    const zone = fc.constantFrom("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tokyo");
    fc.assert(
      fc.property(moment, zone, (minutes, name) => {
        const time = minutes * 60_000;
        const found = instantOf(readingOf(time, name), name);
        expect(readingOf(found, name)).toEqual(readingOf(time, name));
        expect([0, HOUR / 2, HOUR]).toContain(time - found);
        expect(instantOfField(fieldOf(time, name), name)).toBe(found);
      }),
    );
  });

  test("what is no time is none", () => {
    expect(instantOfField("", "UTC")).toBeNaN();
    expect(instantOfField("2026-03-08", "UTC")).toBeNaN();
    expect(minutesOf("nine")).toBeNaN();
  });

  test("have names, and can show the same time", () => {
    expect(offsetLabel("America/New_York", at("2026-03-01T00:00Z"))).toBe("GMT-5");
    expect(offsetLabel("America/New_York", at("2026-04-01T00:00Z"))).toBe("GMT-4");
    expect(sameClock("Europe/Berlin", "Europe/Paris", at("2026-03-01T00:00Z"))).toBe(true);
    expect(sameClock("Europe/Berlin", "Europe/London", at("2026-03-01T00:00Z"))).toBe(false);
    expect(allZones()).toEqual(expect.arrayContaining(["UTC", "Asia/Tokyo", "America/New_York"]));
  });
});
