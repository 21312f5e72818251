import { useCallback, useEffect, useRef, useState } from "react";
import { canFloat, float } from "../../../../live/pip";

const SIZE = { width: 380, height: 320 };

interface Entering {
  setActionHandler(action: "enterpictureinpicture", handler: (() => void) | null): void;
}

/** A small window of ours above all others, while it is open. `possible` is false in browsers that have none. */
export function useFloating(): { possible: boolean; floating: Window | null; toggle: () => void } {
  const [floating, setFloating] = useState<Window | null>(null);
  const open = useRef<Window | null>(null);

  const enter = useCallback(() => {
    void float(SIZE, () => {
      open.current = null;
      setFloating(null);
    }).then((opened) => {
      open.current = opened;
      setFloating(opened);
    });
  }, []);

  useEffect(
    () => () => {
      open.current?.close();
    },
    [],
  );

  // Where the browser offers it, changing to another tab opens the window by itself.
  useEffect(() => {
    if (!canFloat() || !("mediaSession" in navigator)) return;
    const session = navigator.mediaSession as unknown as Entering;
    try {
      session.setActionHandler("enterpictureinpicture", enter);
    } catch {
      return; // a browser that doesn't know this action
    }
    return () => {
      session.setActionHandler("enterpictureinpicture", null);
    };
  }, [enter]);

  const toggle = useCallback(() => {
    if (open.current === null) enter();
    else open.current.close();
  }, [enter]);
  return { possible: canFloat(), floating, toggle };
}
