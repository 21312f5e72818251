// @vitest-environment node
import { expect, test } from "vitest";
import { destination } from "./destination";

const of = (next: string) => destination(new URLSearchParams({ next }));

test("without a next page one starts at the start", () => {
  expect(destination(new URLSearchParams())).toBe("/");
});

test.each(["/settings/security", "/browse?q=yoga&topic=hiit", "/instructors/a.b"])("paths of this site are kept: %s", (path) => {
  expect(of(path)).toBe(path);
});

test.each(["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "settings", ""])(
  "what could lead to another site is not: %s",
  (next) => {
    expect(of(next)).toBe("/");
  },
);

test.each(["/sign-in", "/sign-up?role=instructor", "/sign-in?next=/"])("signing in does not lead to signing in: %s", (next) => {
  expect(of(next)).toBe("/");
});
