import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { NO_DEVICES } from "../../../live/local-media";
import { Lobby } from "./Lobby";

afterEach(cleanup);

function show(secure: boolean) {
  Object.defineProperty(window, "isSecureContext", { value: secure, configurable: true }); // jsdom has none
  render(
    <Lobby
      devices={NO_DEVICES}
      available={{ cameras: [], microphones: [], speakers: [] }}
      choices={{ camera: null, microphone: null, speaker: null, cameraOn: false, microphoneOn: false, sharing: "class" }}
      asksSharing
      closed={null}
      onToggle={vi.fn()}
      onRestart={vi.fn()}
      onChoose={vi.fn()}
      onJoin={vi.fn()}
    >
      Legs
    </Lobby>,
  );
}

const JOIN = { name: "Join without camera and microphone" };

test("on a secure page camera and microphone can be tried before one joins", () => {
  show(true);
  expect(screen.getByRole("button", { name: /turn camera on/ })).toBeTruthy();
  expect(screen.getByRole("radio", { name: "Only the trainer" })).toBeTruthy();
  expect(screen.queryByRole("note")).toBeNull();
  expect(screen.getByRole("button", JOIN)).toBeTruthy();
});

test("over plain http the lobby says why there is neither, offers none of it, and lets one watch", () => {
  show(false);
  expect(screen.getByRole("note").textContent).toContain("https");
  expect(screen.queryByRole("button", { name: /turn camera on/ })).toBeNull();
  expect(screen.queryByRole("radio")).toBeNull();
  expect(screen.getByRole<HTMLButtonElement>("button", JOIN).disabled).toBe(false);
});
