import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { Recording } from "../../../../live/room-view";
import { recordedMs, spoken } from "./recording";
import { RecordingConsent } from "./RecordingConsent";
import { RecordingNote } from "./RecordingNote";

afterEach(cleanup);

const RUNS: Recording = { participant: "host", since: 10_000, elapsedMs: 5000, paused: false };
const HELD: Recording = { ...RUNS, paused: true };

test("time passes while it runs, and not before it began nor while it is held", () => {
  expect(recordedMs(RUNS, 12_500)).toBe(7500);
  expect(recordedMs(RUNS, 9000)).toBe(5000);
  expect(recordedMs(HELD, 99_000)).toBe(5000);
});

test("every step is said, and who comes late hears how it is", () => {
  expect([spoken(null, RUNS), spoken(RUNS, HELD), spoken(HELD, RUNS), spoken(RUNS, null), spoken(null, null)]).toEqual([
    "This class is being recorded.",
    "Recording is paused.",
    "Recording goes on.",
    "Recording has ended.",
    "",
  ]);
  expect(spoken(null, HELD)).toBe("Recording is paused.");
});

test("a customer is told what is recorded until it is read, and anew with the next recording", () => {
  const { rerender } = render(<RecordingNote recording={RUNS} hosts={false} />);
  expect(screen.getByText(/Your camera and your microphone are not recorded/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "OK" }));
  expect(screen.queryByText(/records this class/)).toBeNull();
  rerender(<RecordingNote recording={HELD} hosts={false} />);
  expect(screen.queryByText(/records this class/)).toBeNull();
  rerender(<RecordingNote recording={null} hosts={false} />);
  rerender(<RecordingNote recording={RUNS} hosts={false} />);
  expect(screen.getByText(/records this class/)).toBeTruthy();
});

test("a host says what becomes of it before it begins, and hears that the camera is off", () => {
  const onStart = vi.fn();
  render(<RecordingConsent cameraOn={false} busy={false} onStart={onStart} onCancel={vi.fn()} />);
  expect(screen.getByRole("note").textContent).toContain("camera is off");
  fireEvent.click(screen.getByRole("button", { name: "Start recording" }));
  fireEvent.click(screen.getByRole("checkbox"));
  expect(screen.getByText(/waits in the archive/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Start recording" }));
  expect(onStart.mock.calls).toEqual([[true], [false]]);
});
