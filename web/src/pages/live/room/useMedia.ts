import { useCallback, useSyncExternalStore } from "react";

// As in the styles of the room.
/** There is room for panels beside the picture. */
export const WIDE = "(width >= 64rem)";
/** The workout and a panel have room below each other. */
export const TALL = "(height >= 58rem)";

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => {
        list.removeEventListener("change", listener);
      };
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
