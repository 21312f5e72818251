// @vitest-environment node
import { expect, test } from "vitest";
import { type Filter, filterOf, paramsOf, queryOf } from "./filter";

const ALL: Filter = { q: "", topic: null, length: null, order: "newest" };

test("an empty address looks for everything, newest first", () => {
  expect(filterOf(new URLSearchParams())).toEqual(ALL);
  expect(paramsOf(ALL).toString()).toBe("");
});

test.each<Filter>([
  { q: "squats & lunges", topic: "strength", length: "short", order: "watched" },
  { q: "Ämne", topic: null, length: "long", order: "newest" },
])("an address holds the whole filter", (filter) => {
  expect(filterOf(new URLSearchParams(paramsOf(filter).toString()))).toEqual(filter);
});

test("what the address does not know counts as not said", () => {
  expect(filterOf(new URLSearchParams("q=%20%20&topic=&length=tiny&order=best&extra=1"))).toEqual(ALL);
});

test("words longer than the API takes are cut", () => {
  expect(filterOf(new URLSearchParams({ q: "x".repeat(500) })).q).toHaveLength(200);
});

test("the API is asked only for what was said", () => {
  expect(queryOf(ALL)).toEqual({ order: "newest" });
  expect(queryOf({ ...ALL, q: "yoga", length: "medium" })).toEqual({ order: "newest", q: "yoga", length: "medium" });
});
