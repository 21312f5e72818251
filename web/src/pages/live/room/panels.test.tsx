import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import { chatMessage, person, room } from "../../../live/fakes";
import type { Action } from "../../../live/protocol";
import { ApiContext } from "../../../session/context";
import { ApiClient } from "../../../api/client";
import { interrupted } from "./Banner";
import { ChatPanel } from "./chat/ChatPanel";
import { ClassBoard, OwnReps } from "./class/Reps";
import { handPlace, listed } from "./people/order";
import { PeoplePanel } from "./people/PeoplePanel";
import { reportOf } from "./people/ReportForm";

afterEach(cleanup);
// jsdom lays nothing out, so it scrolls nothing.
Element.prototype.scrollIntoView = () => undefined;

const api = new ApiClient({ base: "/api", session: { read: () => null, ended: () => undefined } });
const host = person("host", { role: "host" });

describe("people", () => {
  const view = room({
    participants: [
      person("zoe"),
      host,
      person("ben", { handRaisedAt: 9000 }),
      person("ann", { handRaisedAt: 4000, microphone: true }),
      person("abe"),
    ],
  });

  function show(me: string, hosts: boolean) {
    const act = vi.fn<(action: Action) => void>();
    const onBlock = vi.fn();
    const onReport = vi.fn();
    render(
      <ApiContext value={api}>
        <PeoplePanel
          room={view}
          me={me}
          hosts={hosts}
          speakers={[]}
          quality={new Map([["ann", 1]])}
          latency={new Map([["ann", 212.4]])}
          layers={new Map([["ann", { layer: "S1T2", paused: false }]])}
          height={720}
          act={act}
          onBlock={onBlock}
          onReport={onReport}
        />
      </ApiContext>,
    );
    return { act, onBlock, onReport };
  }

  test("the trainer comes first, then raised hands as they wait, then oneself, then names", () => {
    expect(listed(view, "zoe").map((one) => one.id)).toEqual(["host", "ann", "ben", "zoe", "abe"]);
    expect([handPlace(view, "ann"), handPlace(view, "ben"), handPlace(view, "zoe")]).toEqual([1, 2, null]);
  });

  test("the trainer mutes whoever is on and never unmutes; removing asks first", async () => {
    const { act } = show("host", true);
    await userEvent.click(screen.getByRole("button", { name: "Actions for ANN" }));
    await userEvent.click(screen.getByRole("button", { name: "Mute" }));
    expect(act).toHaveBeenLastCalledWith({ kind: "mute", participant: "ann" });
    await userEvent.click(screen.getByRole("button", { name: "Actions for BEN" }));
    expect(screen.queryByRole("button", { name: /mute/i })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Remove" }));
    expect(act).toHaveBeenCalledOnce();
    await userEvent.click(screen.getByRole("button", { name: "Remove BEN" }));
    expect(act).toHaveBeenLastCalledWith({ kind: "remove", participant: "ben" });
  });

  test("a customer can report and block, and nothing else; not oneself", async () => {
    const { onBlock, onReport } = show("zoe", false);
    expect(screen.queryByRole("button", { name: "Actions for ZOE" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Actions for ANN" }));
    const actions = screen.getByRole("group", { name: "Actions for ANN" });
    expect(within(actions).getAllByRole("button").map((one) => one.textContent)).toEqual(["Report", "Block"]);
    await userEvent.click(within(actions).getByRole("button", { name: "Block" }));
    expect(onBlock).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Block ANN" }));
    expect(onBlock).toHaveBeenCalledExactlyOnceWith(view.participants[3]);
    await userEvent.click(screen.getByRole("button", { name: "Actions for ANN" }));
    await userEvent.click(screen.getByRole("button", { name: "Report" }));
    expect(onReport).toHaveBeenCalledExactlyOnceWith(view.participants[3]);
  });

  test("connection, lateness and the place in the queue are said in words", () => {
    show("host", true);
    const row = screen.getAllByRole("listitem").find((one) => one.dataset.participant === "ann");
    expect(row?.textContent).toContain("360p");
    expect(row?.textContent).toContain("212 ms");
    expect(row?.textContent).toContain("Hand raised, number 1");
    expect(row?.textContent).toContain("Microphone on, camera off");
    expect(screen.getByRole("img", { name: "poor connection" })).toBeDefined();
  });
});

describe("chat", () => {
  const view = room({
    participants: [host, person("zoe"), person("ann")],
    chat: [chatMessage(7, "mine"), { ...chatMessage(8, "theirs"), participant: "ann", name: "ANN" }],
  });

  function show(me: string, hosts: boolean, fields = {}) {
    const act = vi.fn<(action: Action) => void>();
    const onReport = vi.fn();
    render(<ChatPanel room={{ ...view, ...fields }} me={me} hosts={hosts} act={act} onReport={onReport} />);
    return { act, onReport };
  }

  test("what is written goes to everybody, without the blanks around it; blanks alone go nowhere", async () => {
    const { act } = show("zoe", false);
    const words = screen.getByLabelText("Message to everybody");
    await userEvent.type(words, "   {Enter}");
    expect(act).not.toHaveBeenCalled();
    await userEvent.type(words, " hello there {Enter}");
    expect(act).toHaveBeenCalledExactlyOnceWith({ kind: "chat", text: "hello there" });
    expect((words as HTMLInputElement).value).toBe("");
  });

  test("one takes out one's own messages and reports those of others; the trainer takes out any", async () => {
    const { act, onReport } = show("zoe", false);
    expect(screen.getAllByRole("button", { name: /^(Delete|Report)/ }).map((one) => one.ariaLabel ?? one.getAttribute("aria-label"))).toEqual([
      "Delete message of yours",
      "Report message of ANN",
    ]);
    await userEvent.click(screen.getByRole("button", { name: /^Delete/ }));
    expect(act).toHaveBeenLastCalledWith({ kind: "delete_chat", seq: 7 });
    await userEvent.click(screen.getByRole("button", { name: /^Report/ }));
    expect(onReport).toHaveBeenCalledExactlyOnceWith(view.chat[1]);
    cleanup();
    show("host", true);
    expect(screen.getAllByRole("button", { name: /^Delete/ })).toHaveLength(2);
  });

  test("switched off it says so to customers, while the trainer still writes", () => {
    show("zoe", false, { chatOn: false });
    expect(screen.queryByLabelText("Message to everybody")).toBeNull();
    expect(screen.getByText("The trainer has switched the chat off.")).toBeDefined();
    cleanup();
    show("host", true, { chatOn: false });
    expect(screen.getByLabelText("Message to everybody")).toBeDefined();
  });

  test("what was taken out is neither shown nor acted on", () => {
    show("zoe", false, { chat: [{ ...chatMessage(7, ""), deleted: true }] });
    expect(screen.getByText("Taken out")).toBeDefined();
    expect(screen.queryByRole("button", { name: /^(Delete|Report)/ })).toBeNull();
  });
});

describe("repetitions", () => {
  const reps = (participant: string, count: number) => ({ participant, exercise: "Squats", count });
  const view = room({
    participants: [host, ...["zoe", "ann", "p5", "p4", "p3", "p2"].map((id) => person(id))],
    exercise: { name: "Squats", goal: 50 },
    total: 21,
    reps: [reps("zoe", 1), reps("ann", 6), ...[5, 4, 3, 2].map((count) => reps(`p${count}`, count))],
  });

  test("the best five are listed, and oneself below them with one's place", () => {
    render(<ClassBoard room={view} me="zoe" />);
    expect(screen.getAllByRole("listitem").map((one) => one.textContent)).toEqual([
      "1ANN6",
      "2P55",
      "3P44",
      "4P33",
      "5P22",
      "6You1",
    ]);
    expect(screen.getByText(/Together/).textContent).toBe("Together 21 of 50");
  });

  test("who left stands in no place, and what they did still counts together", () => {
    render(<ClassBoard room={{ ...view, participants: [host, person("zoe")] }} me="zoe" />);
    expect(screen.getAllByRole("listitem").map((one) => one.textContent)).toEqual(["1You1"]);
    expect(screen.getByText(/Together/).textContent).toBe("Together 21 of 50");
  });

  test("one counts up and down, not below nothing", async () => {
    const act = vi.fn<(action: Action) => void>();
    const { rerender } = render(<OwnReps room={view} me="zoe" act={act} />);
    await userEvent.click(screen.getByRole("button", { name: "One repetition more" }));
    await userEvent.click(screen.getByRole("button", { name: "One repetition less" }));
    expect(act.mock.calls).toEqual([[{ kind: "rep", delta: 1 }], [{ kind: "rep", delta: -1 }]]);
    rerender(<OwnReps room={view} me="host" act={act} />);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "One repetition less" }).disabled).toBe(true);
  });
});

test("a report names the message by its number in the log and holds it as evidence; of a person, the moment", () => {
  const where = { meetingId: "m1", log: "l1", now: Date.UTC(2026, 10, 24, 9) };
  const words = { category: "spam", words: "again" } as const;
  const message = { ...chatMessage(8, "buy this"), participant: "ann" };
  expect(reportOf({ userId: "ann", name: "ANN", message }, where, words)).toEqual({
    about: { kind: "message", meetingId: "m1", log: "l1", seq: 8, userId: "ann" },
    category: "spam",
    words: "again",
    evidence: { lines: [{ seq: 8, log: "l1", userId: "ann", text: "buy this", time: 8 }] },
  });
  expect(reportOf({ userId: "ann", name: "ANN", message: null }, where, words).about).toEqual({
    kind: "moment",
    meetingId: "m1",
    at: "2026-11-24T09:00:00.000Z",
    userId: "ann",
  });
});

test.each([
  ["live", "connected", false],
  ["live", "connecting", false],
  ["live", "interrupted", true],
  ["live", "failed", true],
  ["reconnecting", "connected", true],
  ["joining", "off", false],
  ["ended", "off", false],
] as const)("while %s with media %s the way is interrupted: %s", (state, media, expected) => {
  expect(interrupted({ state, media })).toBe(expected);
});
