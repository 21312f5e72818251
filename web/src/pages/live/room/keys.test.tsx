import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useRef } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { useRoomKeys } from "./useRoomKeys";

afterEach(cleanup);

function Room({ everywhere, onMicrophone }: { everywhere: boolean; onMicrophone: () => void }) {
  const controls = useRef<HTMLDivElement>(null);
  useRoomKeys(controls, { toggleMicrophone: onMicrophone }, everywhere, null);
  return (
    <>
      <div ref={controls}>
        <button type="button">Microphone</button>
      </div>
      <button type="button">Elsewhere</button>
      <input aria-label="Message" />
      <input type="checkbox" aria-label="Switch" />
    </>
  );
}

async function pressOn(name: RegExp | null, key: string) {
  if (name === null) (document.activeElement as HTMLElement | null)?.blur();
  else (screen.queryByRole("button", { name }) ?? screen.getByLabelText(name)).focus();
  await userEvent.keyboard(key);
}

test("a key works wherever the focus is, but not while somebody writes or holds a modifier", async () => {
  const heard = vi.fn();
  render(<Room everywhere onMicrophone={heard} />);
  await pressOn(null, "m");
  await pressOn(/Elsewhere/, "M");
  await pressOn(/Switch/, "m");
  expect(heard).toHaveBeenCalledTimes(3);
  await pressOn(/Message/, "m");
  await pressOn(/Elsewhere/, "{Control>}m{/Control}");
  await pressOn(/Elsewhere/, "v");
  expect(heard).toHaveBeenCalledTimes(3);
});

test("switched off, keys work on the controls alone", async () => {
  const heard = vi.fn();
  render(<Room everywhere={false} onMicrophone={heard} />);
  await pressOn(null, "m");
  await pressOn(/Elsewhere/, "m");
  expect(heard).not.toHaveBeenCalled();
  await pressOn(/Microphone/, "m");
  expect(heard).toHaveBeenCalledOnce();
});

test("a key that is held down switches once", async () => {
  const heard = vi.fn();
  render(<Room everywhere onMicrophone={heard} />);
  await pressOn(null, "{m>5/}");
  expect(heard).toHaveBeenCalledOnce();
});
