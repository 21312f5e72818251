import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

const REST_MS = 3000;

/** Whether nothing has stirred in `frame` (pointer, focus) or by `stir` for a while, as long as `active`. */
export function useCalm(
  frame: RefObject<HTMLElement | null>,
  active: boolean,
): { calm: boolean; stir: () => void } {
  const [still, setStill] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stir = useCallback(() => {
    setStill(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(setStill, REST_MS, true);
  }, []);
  useEffect(() => {
    const element = frame.current;
    for (const type of ["pointermove", "focusin"] as const) element?.addEventListener(type, stir);
    return () => {
      for (const type of ["pointermove", "focusin"] as const) element?.removeEventListener(type, stir);
    };
  }, [frame, stir]);
  useEffect(() => {
    timer.current = setTimeout(setStill, REST_MS, true);
    return () => {
      clearTimeout(timer.current);
    };
  }, [active]);
  return { calm: active && still, stir };
}
