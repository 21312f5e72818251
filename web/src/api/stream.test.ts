import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test } from "vitest";
import { ApiClient } from "./client";
import { ApiProblem } from "./problem";
import { firstTicket, foresee, streamQuery } from "./stream";

let asked: string[];
let status: number;
let api: ApiClient;
let queries: QueryClient;

beforeEach(() => {
  asked = [];
  status = 200;
  queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  api = new ApiClient({
    base: "/api",
    session: { read: () => null, ended: () => undefined },
    fetch: (input, init) => {
      asked.push(`${init?.method ?? ""} ${input as string}`);
      return Promise.resolve(Response.json({ ticket: `t${asked.length}` }, { status }));
    },
  });
});

const GET = "GET /api/media/stream?mediaId=m";
const POST = "POST /api/media/stream?mediaId=m";

test("what was asked for ahead is used by the page, a ticket once", async () => {
  foresee(queries, api, "m", true);
  expect(asked).toEqual([GET, POST]);
  await queries.query(streamQuery(api, "m"));
  expect((await firstTicket(queries, api, "m")).ticket).toBe("t2");
  expect(asked).toEqual([GET, POST]);
  expect((await firstTicket(queries, api, "m")).ticket).toBe("t3");
});

test("a device that plays without tickets asks for none", () => {
  foresee(queries, api, "m", false);
  expect(asked).toEqual([GET]);
});

test("a refusal is met by the page in the API's words", async () => {
  status = 404;
  foresee(queries, api, "m", true);
  await expect(firstTicket(queries, api, "m")).rejects.toBeInstanceOf(ApiProblem);
  status = 200;
  expect((await firstTicket(queries, api, "m")).ticket).toBeDefined();
});
