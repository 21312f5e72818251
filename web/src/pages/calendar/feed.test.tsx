import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { ApiClient } from "../../api/client";
import { ApiContext } from "../../session/context";
import { ToastProvider } from "../../ui/ToastProvider";
import { CalendarFeed } from "./CalendarFeed";

afterEach(cleanup);
// jsdom has no modal dialogs: open is open.
HTMLDialogElement.prototype.showModal = function show() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};

const answer = (body: unknown) =>
  new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
const refusal = () =>
  new Response(JSON.stringify({ type: "urn:neufit:forbidden", title: "No", status: 403, detail: "Not now." }), {
    status: 403,
    headers: { "Content-Type": "application/problem+json" },
  });

function show(respond: (method: string) => Promise<Response>) {
  const api = new ApiClient({
    base: "/api",
    session: { read: () => ({ authToken: "t" }), ended: () => undefined },
    fetch: (_input, init) => respond(init?.method ?? "GET"),
  });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <ApiContext value={api}>
        <ToastProvider>
          <CalendarFeed />
        </ToastProvider>
      </ApiContext>
    </QueryClientProvider>,
  );
}

test("no address is offered before it is known whether one is in use", async () => {
  let arrive: (response: Response) => void = () => undefined;
  show(() => new Promise((resolve) => (arrive = resolve)));
  expect(screen.queryByRole("button")).toBeNull();
  arrive(answer({ createdAt: null }));
  expect(await screen.findByRole("button", { name: "Make my address" })).toBeDefined();
});

test("a failed read offers to try again, not to replace the address", async () => {
  show(() => Promise.resolve(refusal()));
  expect(await screen.findByRole("button", { name: "Try again" })).toBeDefined();
  expect(screen.queryByRole("button", { name: /address/ })).toBeNull();
});

test("what goes wrong in the dialog is told in it, and the new address is shown when it works at last", async () => {
  let works = false;
  show((method) => {
    if (method === "GET") return Promise.resolve(answer({ createdAt: "2026-03-02T09:00:00Z" }));
    return Promise.resolve(works ? answer({ url: "https://neufit.example/feed" }) : refusal());
  });
  await userEvent.click(await screen.findByRole("button", { name: "Make a new address" }));
  const dialog = within(screen.getByRole("dialog"));
  await userEvent.click(dialog.getByRole("button", { name: "Make a new address" }));
  expect((await dialog.findByRole("alert")).textContent).toBe("Not now.");
  works = true;
  await userEvent.click(dialog.getByRole("button", { name: "Make a new address" }));
  expect(await screen.findByDisplayValue("https://neufit.example/feed")).toBeDefined();
});
