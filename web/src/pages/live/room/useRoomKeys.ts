import { type RefObject, useEffect, useRef } from "react";
import { actOnKey, type RoomKeyTarget, speaksToRoom } from "./keys";

/**
 * Single keys for the controls of a room. `everywhere`: on the whole page, otherwise only while the controls have the
 * focus (WCAG 2.1.4). `other` is a window of ours beside this one, where they work as well.
 */
export function useRoomKeys(
  controls: RefObject<HTMLElement | null>,
  target: RoomKeyTarget,
  everywhere: boolean,
  other: Window | null,
): void {
  const latest = useRef(target);
  useEffect(() => {
    latest.current = target;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const inside = event.target instanceof Node && controls.current?.contains(event.target) === true;
      const apart = event.view !== null && event.view === other;
      if (!(everywhere || inside || apart) || !speaksToRoom(event)) return;
      if (actOnKey(event.key, latest.current)) event.preventDefault();
    };
    window.addEventListener("keydown", press);
    other?.addEventListener("keydown", press);
    return () => {
      window.removeEventListener("keydown", press);
      other?.removeEventListener("keydown", press);
    };
  }, [controls, everywhere, other]);
}
