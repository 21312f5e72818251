import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiClient } from "../../api/client";
import type { HistorySummary } from "../../api/model";
import { ApiContext, SessionContext } from "../../session/context";
import { ToastProvider } from "../../ui/ToastProvider";
import { DoneButton } from "../watch/DoneButton";
import { AttendedButton } from "./AttendedButton";
import { HeatMap, WeekBars } from "./Charts";
import { Figures, streakNote } from "./Figures";

afterEach(cleanup);

const SUMMARY: HistorySummary = {
  today: "2026-11-24",
  week: { workouts: 1, activeMs: 20 * 60_000 },
  month: { workouts: 4, activeMs: 90 * 60_000 },
  all: { workouts: 9, activeMs: 240 * 60_000 },
  dayStreak: { current: 3, longest: 5 },
  weekStreak: { current: 2, longest: 2 },
  days: [
    { day: "2026-11-22", workouts: 1, activeMs: 40 * 60_000 },
    { day: "2026-11-23", workouts: 1, activeMs: 20 * 60_000 },
  ],
};

const never = () => Promise.reject(new Error("nobody does that here"));

/** The entries of the service's log, as it would keep them. */
let log: string[];
const sent: string[] = [];

beforeEach(() => {
  log = [];
  sent.length = 0;
});

const SESSION = { userId: "bob", sessionId: "s", authToken: "t", role: "customer" } as const;
const acts = { signIn: never, signUp: never, signOut: never, forget: () => undefined };

const answer = (body: unknown) =>
  Promise.resolve(new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } }));
const entry = () => ({
  entryId: "e1",
  day: "2026-11-24",
  kind: "video",
  subjectId: "v1",
  title: "Row",
  instructorId: "anna",
  activeMs: 60_000,
  at: "2026-11-24T09:00:00Z",
});
const api = new ApiClient({
  base: "/api",
  session: { read: () => ({ authToken: "t" }), ended: () => undefined },
  fetch: (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, "http://here");
    const method = init?.method ?? "GET";
    sent.push(`${method} ${url.pathname}`);
    if (url.pathname === "/api/user/history/summary") return answer(SUMMARY);
    if (url.pathname === "/api/user/history/today") return answer({ entry: log.length > 0 ? entry() : null });
    if (method === "POST") log = ["e1"];
    if (method === "DELETE") log = [];
    return answer(method === "POST" ? entry() : { message: "Gone." });
  },
});

function Around({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  return (
    <QueryClientProvider client={client}>
      <ApiContext value={api}>
        <SessionContext
          value={{ session: SESSION, ...acts }}
        >
          <MemoryRouter>
            <ToastProvider>{children}</ToastProvider>
          </MemoryRouter>
        </SessionContext>
      </ApiContext>
    </QueryClientProvider>
  );
}

test("a workout is marked done by hand and taken back", async () => {
  render(<DoneButton mediaId="v1" watched={false} />, { wrapper: Around });
  await userEvent.click(await screen.findByRole("button", { name: "Mark as done" }));
  expect(await screen.findByText("Done today")).toBeDefined();
  expect(await screen.findByRole("link", { name: "3 days in a row" })).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByRole("button", { name: "Mark as done" })).toBeDefined();
});

test("what was watched is done by itself, once: who takes it back is not overruled", async () => {
  const { rerender } = render(<DoneButton mediaId="v1" watched={false} />, { wrapper: Around });
  await screen.findByRole("button", { name: "Mark as done" });
  rerender(<DoneButton mediaId="v1" watched />);
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await screen.findByRole("button", { name: "Mark as done" });
  rerender(<DoneButton mediaId="v1" watched />);
  expect(sent.filter((line) => line === "POST /api/user/history")).toHaveLength(1);
});

test("who was in a class for five minutes is asked whether it counts", async () => {
  const { rerender } = render(<AttendedButton meetingId="m1" presentMs={4 * 60_000} />, { wrapper: Around });
  expect(screen.queryByRole("button", { name: "Mark as done" })).toBeNull();
  rerender(<AttendedButton meetingId="m1" presentMs={31 * 60_000} />);
  await userEvent.click(screen.getByRole("button", { name: "Mark as done" }));
  expect(await screen.findByText("It counts in your progress.")).toBeDefined();
  expect(sent).toContain("POST /api/user/history");
});

test("a streak says whether today is in it yet", () => {
  expect(streakNote(SUMMARY)).toBe("Train today to keep it");
  const trained = { ...SUMMARY, days: [...SUMMARY.days, { day: "2026-11-24", workouts: 1, activeMs: 1 }] };
  expect(streakNote(trained)).toBe("Longest: 5 days");
  expect(streakNote({ ...trained, dayStreak: { current: 5, longest: 5 } })).toBe("Your longest so far");
  expect(streakNote({ ...SUMMARY, dayStreak: { current: 0, longest: 5 } })).toBe("Longest: 5 days");
  expect(streakNote({ ...SUMMARY, dayStreak: { current: 0, longest: 0 } })).toBe("Begins with your first workout");
});

test("what the charts draw can be read as well", () => {
  render(
    <>
      <Figures summary={SUMMARY} />
      <WeekBars summary={SUMMARY} />
      <HeatMap summary={SUMMARY} />
    </>,
  );
  expect(screen.getByRole("img", { name: "2 days with a workout in the last 52 weeks" })).toBeDefined();
  expect(screen.getByRole("row", { name: "Nov 16 40 1" })).toBeDefined();
  expect(screen.getByRole("row", { name: "Nov 23 20 1" })).toBeDefined();
});
