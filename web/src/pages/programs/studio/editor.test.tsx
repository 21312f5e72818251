import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter, Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiClient } from "../../../api/client";
import type { Program } from "../../../api/model";
import { ApiContext } from "../../../session/context";
import { ToastProvider } from "../../../ui/ToastProvider";
import { ProgramEditorPage } from "./ProgramEditorPage";

afterEach(cleanup);

const WORKOUT = { mediaId: "v9", done: false, next: false };
const ANNA = { userId: "anna", displayName: "Anna" };
const CARD = {
  mediaId: "v9",
  kind: "video",
  status: "available",
  title: "An old favourite",
  description: "",
  instructor: ANNA,
  poster: null,
  publishedAt: null,
  runtimeMs: 60_000,
  topics: [],
  views: 0,
  width: 640,
  height: 360,
};

/** The program as the service keeps it, and what it was asked to make of it. */
let kept: Program;
const changes: Record<string, unknown>[] = [];

beforeEach(() => {
  changes.length = 0;
  kept = {
    programId: "p1",
    title: "Strong",
    description: "",
    level: "beginner",
    status: "draft",
    revision: 3,
    topics: [],
    instructor: ANNA,
    cover: null,
    poster: null,
    progress: null,
    publishedAt: null,
    weekCount: 1,
    workoutCount: 1,
    weeks: [{ title: "", days: [{ workouts: [{ ...WORKOUT, card: CARD }] }] }],
  } as Program;
});

const answer = (body: unknown, status = 200) =>
  Promise.resolve(
    new Response(JSON.stringify(body), {
      status,
      headers: { "Content-Type": status === 200 ? "application/json" : "application/problem+json" },
    }),
  );

const api = new ApiClient({
  base: "/api",
  session: { read: () => ({ authToken: "t" }), ended: () => undefined },
  fetch: (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, "http://here");
    if (pathname === "/api/user/topics") return answer({ items: [] });
    if (pathname === "/api/media/studio") return answer({ items: [], cursor: "more" });
    if (init?.method !== "PUT") return answer(kept);
    const change = JSON.parse(init.body as string) as Pick<Program, "title" | "revision"> & Partial<Program>;
    changes.push({ ...change });
    if (change.revision !== kept.revision) {
      return answer({ type: "urn:neufit:conflict", title: "Conflict", status: 409, detail: "It was changed meanwhile." }, 409);
    }
    kept = { ...kept, title: change.title, status: change.status ?? kept.status, revision: kept.revision + 1 };
    return answer({ message: "Saved.", programId: "p1", revision: kept.revision, status: kept.status });
  },
});

function show() {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <ApiContext value={api}>
        <MemoryRouter initialEntries={["/studio/programs/p1"]}>
          <ToastProvider>
            <Routes>
              <Route path="/studio/programs/:programId" element={<ProgramEditorPage />} />
            </Routes>
          </ToastProvider>
        </MemoryRouter>
      </ApiContext>
    </QueryClientProvider>,
  );
  return screen.findByRole<HTMLInputElement>("textbox", { name: /^Title/ });
}

test("publishing takes along what was edited, and the form stays as it is", async () => {
  const title = await show();
  await userEvent.type(title, "er");
  await userEvent.click(screen.getByRole("button", { name: "Publish" }));
  await screen.findByRole("button", { name: "Archive" });
  expect(changes).toMatchObject([{ title: "Stronger", status: "published", revision: 3 }]);
  expect(title.isConnected).toBe(true);
  await userEvent.type(title, "!");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await expect.poll(() => changes.length).toBe(2);
  expect(changes[1]).toMatchObject({ title: "Stronger!", revision: 4 });
  expect(changes[1]).not.toHaveProperty("status");
});

test("who was too late keeps what was typed and is told, and loads what is saved when asked to", async () => {
  const title = await show();
  kept = { ...kept, title: "Elsewhere", revision: 7 };
  await userEvent.type(title, "er");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect((await screen.findByRole("alert")).textContent).toBe("It was changed meanwhile.");
  expect(title.value).toBe("Stronger");
  await userEvent.click(screen.getByRole("button", { name: "Load what is saved now" }));
  expect(await screen.findByDisplayValue("Elsewhere")).toBeDefined();
});

test("workouts have their titles though the studio's first page lacks them, and more videos can be looked for", async () => {
  await show();
  expect(screen.getByText("An old favourite")).toBeDefined();
  expect(screen.queryByText(/no published video yet/)).toBeNull();
});
