import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import * as fc from "fast-check";
import { MemoryRouter } from "react-router";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ApiClient } from "../../api/client";
import type { Report } from "../../api/model";
import { ApiContext, SessionContext } from "../../session/context";
import { ToastProvider } from "../../ui/ToastProvider";
import { linesOf } from "./Evidence";
import { ReportItem } from "./ReportItem";
import { outcomeOf, subjectOf, suspension, suspensionEnd } from "./words";

afterEach(cleanup);
// jsdom has no modal dialogs: open is open.
HTMLDialogElement.prototype.showModal = function show() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};

const REPORT: Report = {
  reportId: "r1",
  state: "open",
  reporter: "bob",
  person: "anna",
  personName: "Anna",
  suspendedUntil: null,
  about: { kind: "person", userId: "anna", mediaId: null, commentId: null, meetingId: null, at: null, log: null, seq: null },
  category: "harassment",
  words: "Rude.",
  evidence: { lines: [{ userId: "anna", text: "Wet towel!" }] },
  seen: { displayName: "Anna" },
  digest: "ab",
  intact: true,
  at: "2026-03-02T09:00:00Z",
  decision: null,
};

describe("words", () => {
  test("a subject has a name whatever is known of it", () => {
    expect(subjectOf(REPORT)).toBe("Anna");
    expect(subjectOf({ ...REPORT, personName: null })).toBe("anna");
    const moment = { ...REPORT.about, kind: "moment" as const };
    expect(subjectOf({ about: moment, person: null, personName: null })).toBe("A moment in a class");
  });

  test("an outcome says until when somebody is suspended, if it ends", () => {
    const decision = { words: "No.", at: REPORT.at, by: null, until: null };
    expect(outcomeOf({ state: "suspended", decision })).toBe("The account is suspended.");
    expect(outcomeOf({ state: "suspended", decision: { ...decision, until: "2026-04-01T10:00:00Z" } })).toContain("until");
  });

  test("a suspension that is over is none, and one for good has no date", () => {
    const now = new Date("2026-03-02T09:00:00Z");
    expect(suspension("2026-03-02T09:00:00Z", now)).toBeNull();
    expect(suspension("2026-03-02T09:00:01Z", now)).toContain("Suspended until");
    expect(suspension("9999-01-01T00:00:00Z", now)).toBe("Suspended for good");
    expect(suspensionEnd("7", now)).toBe("2026-03-09T09:00:00.000Z");
    expect(suspensionEnd("good", now)).toBeNull();
    expect(suspensionEnd("never", now)).toBeUndefined();
  });

  test("evidence of any shape gives lines of text or none", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (lines) => {
        const found = linesOf({ lines });
        expect(found.every((line) => typeof line.text === "string" && typeof line.userId === "string")).toBe(true);
      }),
    );
  });
});

describe("a report", () => {
  function show(report: Report, me = "mo") {
    const answers = vi.fn<typeof fetch>(() =>
      Promise.resolve(new Response(JSON.stringify(report), { headers: { "Content-Type": "application/json" } })),
    );
    vi.stubGlobal("fetch", answers);
    const session = { userId: me, role: "moderator" as const, authToken: "t", sessionId: "s", expiresAt: "2026-03-02T10:00:00Z" };
    const api = new ApiClient({ base: "/api", session: { read: () => session, ended: () => undefined } });
    const acts = { signIn: vi.fn(), signUp: vi.fn(), signOut: vi.fn(), forget: vi.fn() };
    render(
      <MemoryRouter>
        <QueryClientProvider client={new QueryClient()}>
          <ApiContext value={api}>
            <SessionContext value={{ session, ...acts }}>
              <ToastProvider>
                <ReportItem report={report} />
              </ToastProvider>
            </SessionContext>
          </ApiContext>
        </QueryClientProvider>
      </MemoryRouter>,
    );
    return answers;
  }

  test("is decided with words only, after a question", async () => {
    const user = userEvent.setup();
    const answers = show(REPORT);
    await user.click(screen.getByRole("button", { name: "Warn" }));
    const dialog = within(screen.getByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Send warning" }));
    expect(dialog.getByText("Say why, in a sentence.")).toBeTruthy();
    expect(answers).not.toHaveBeenCalled();
    await user.type(dialog.getByLabelText("Your words"), "Be kind.");
    await user.click(dialog.getByRole("button", { name: "Send warning" }));
    expect(answers).toHaveBeenCalledOnce();
    const [address, sent] = answers.mock.calls[0] ?? [];
    expect(address).toBe("/api/community/reports?reportId=r1");
    expect(sent?.body).toBe(JSON.stringify({ action: "warn", words: "Be kind." }));
  });

  test("offers nothing that can't be done", () => {
    show({ ...REPORT, personName: null });
    expect(screen.queryByRole("button", { name: "Warn" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Suspend" })).toBeNull();
    expect(screen.getByRole("button", { name: "Dismiss" })).toBeTruthy();
    cleanup();
    show(REPORT, "Anna");
    expect(screen.queryByRole("button", { name: "Dismiss" })).toBeNull();
    expect(screen.getByText(/another moderator has to decide/)).toBeTruthy();
  });

  test("that was changed says so", () => {
    show({ ...REPORT, intact: false });
    expect(screen.getByRole("alert").textContent).toContain("changed");
  });
});
