// @vitest-environment node
import { describe, expect, test, vi } from "vitest";
import { ApiClient } from "./client";
import { ApiProblem } from "./problem";

interface Sent {
  url: string;
  method: string;
  headers: Headers;
  body: unknown;
}

/** A client whose answers are given in order; what it sent and how long it waited is kept. */
function client(answers: (Response | Error | DOMException)[], authToken: string | null = "token-1") {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const ended = vi.fn();
  const api = new ApiClient({
    base: "/api",
    session: { read: () => (authToken === null ? null : { authToken }), ended },
    fetch: (input, init) => {
      sent.push({
        url: input as string,
        method: init?.method ?? "GET",
        headers: new Headers(init?.headers),
        body: init?.body,
      });
      const next = answers.shift();
      if (next === undefined) throw new Error("asked more often than expected");
      if (next instanceof Response) return Promise.resolve(next);
      return Promise.reject(next);
    },
    wait: (seconds) => {
      waits.push(seconds);
      return Promise.resolve();
    },
  });
  return { api, sent, waits, ended };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

const problem = (status: number, code: string, more: object = {}, headers: Record<string, string> = {}) =>
  json({ type: `urn:neufit:problem:${code}`, title: "Not like this", status, detail: "Say it.", ...more }, status, headers);

const caught = async (promise: Promise<unknown>): Promise<ApiProblem> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiProblem);
  return error as ApiProblem;
};

describe("what is sent", () => {
  test("the session's token goes along, and no user id that could turn the question into another", async () => {
    const { api, sent } = client([json({})]);
    await api.get("/user");
    expect(sent[0]?.url).toBe("/api/user");
    expect(sent[0]?.headers.get("authToken")).toBe("token-1");
    expect(sent[0]?.headers.has("userId")).toBe(false);
  });

  test("a visitor's call and an anonymous one carry no token", async () => {
    const { api, sent } = client([json({}), json({})], null);
    await api.get("/user/topics");
    expect(sent[0]?.headers.has("authToken")).toBe(false);
    const member = client([json({})]);
    await member.api.get("/media/library", { anonymous: true });
    expect(member.sent[0]?.headers.has("authToken")).toBe(false);
  });

  test("a password in any script goes as the bytes of UTF-8, composed", async () => {
    const { api, sent } = client([json({})], null);
    await api.post("/auth", { credentials: { userId: "zoe", userPassword: "a\u0308 漢" }, anonymous: true });
    const bytes = Array.from(sent[0]?.headers.get("userPassword") ?? "", (char) => char.charCodeAt(0));
    expect(new TextDecoder().decode(new Uint8Array(bytes))).toBe("\u00e4 漢");
    expect(sent[0]?.headers.get("userId")).toBe("zoe");
  });

  test("a query leaves out what is not said and escapes the rest", async () => {
    const { api, sent } = client([json({ items: [], cursor: null })]);
    await api.get("/media/library", { query: { q: "squats & more", order: "newest", limit: 3 } });
    expect(sent[0]?.url).toBe("/api/media/library?q=squats+%26+more&order=newest&limit=3");
  });

  test("JSON and files say what they are", async () => {
    const { api, sent } = client([json({}), json({})]);
    await api.put("/user", { body: { displayName: "Zoë" } });
    await api.post("/media", { content: new Blob(["x"], { type: "image/png" }) });
    expect(sent.map((one) => one.headers.get("Content-Type"))).toEqual(["application/json", "image/png"]);
    expect(sent[0]?.body).toBe('{"displayName":"Zoë"}');
  });
});

describe("what goes wrong", () => {
  test("problem details become an ApiProblem with the fields that are wrong", async () => {
    const { api } = client([problem(400, "invalid", { errors: [{ field: "bio", detail: "is too long" }] })]);
    const error = await caught(api.put("/user", { body: { bio: "x" } }));
    expect([error.status, error.code, error.detail]).toEqual([400, "invalid", "Say it."]);
    expect([...error.fields]).toEqual([["bio", "is too long"]]);
    expect(error.passing).toBe(false);
  });

  test("an answer that is no problem document still says something", async () => {
    const { api } = client([new Response("<html>", { status: 502 })]);
    const error = await caught(api.post("/auth", { credentials: { userId: "a", userPassword: "b" } }));
    expect(error.detail).toContain("502");
    expect(error.passing).toBe(true);
  });

  test("an unknown session is reported as ended, with the token that was sent", async () => {
    const { api, ended } = client([problem(401, "unauthenticated")]);
    await caught(api.get("/media/feed"));
    expect(ended).toHaveBeenCalledExactlyOnceWith("token-1");
  });

  test("a refused password does not end the session", async () => {
    const { api, ended } = client([problem(401, "wrong-credentials")]);
    await caught(api.delete("/user", { credentials: { userId: "zoe", userPassword: "no" } }));
    expect(ended).not.toHaveBeenCalled();
  });
});

describe("trying again", () => {
  test("a GET waits as long as Retry-After says, then asks again", async () => {
    const { api, waits } = client([problem(503, "unavailable", {}, { "Retry-After": "3" }), json({ items: [] })]);
    await expect(api.get("/user/topics")).resolves.toEqual({ items: [] });
    expect(waits).toEqual([3]);
  });

  test("a GET gives up after the third try and never waits longer than eight seconds", async () => {
    const slow = () => problem(503, "unavailable", {}, { "Retry-After": "600" });
    const { api, waits, sent } = client([slow(), slow(), slow()]);
    expect((await caught(api.get("/user/topics"))).status).toBe(503);
    expect(waits).toEqual([8, 8]);
    expect(sent).toHaveLength(3);
  });

  test("a network that is gone is tried again by a GET only", async () => {
    const gone = () => new TypeError("Failed to fetch");
    const reading = client([gone(), json({ items: [] })]);
    await reading.api.get("/user/topics");
    expect(reading.sent).toHaveLength(2);
    const writing = client([gone()]);
    expect((await caught(writing.api.put("/user", { body: { bio: "" } }))).code).toBe("offline");
    expect(writing.sent).toHaveLength(1);
  });

  test("other refusals are not repeated", async () => {
    const { api, sent } = client([problem(404, "not-found")]);
    await caught(api.get("/user", { about: "nobody" }));
    expect(sent).toHaveLength(1);
  });

  test("a call that was taken back throws what took it back", async () => {
    const stop = new AbortController();
    stop.abort();
    const { api } = client([new DOMException("Aborted", "AbortError")]);
    await expect(api.get("/user/topics", { signal: stop.signal })).rejects.toHaveProperty("name", "AbortError");
  });
});
