import { type RefObject, useEffect, useState } from "react";

/** Where tiles wrap they may be many: what doesn't fit at once is scrolled to. */
const MOST_TILES = 64;
const FIRST_GUESS = 6;

/** How many tiles fit into a list of them: in a strip as many as are seen at once, in a grid all that there are. */
export function useCapacity(list: RefObject<HTMLElement | null>, shown: boolean): number {
  const [capacity, setCapacity] = useState(FIRST_GUESS);
  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => {
      const { display, columnGap } = getComputedStyle(box);
      const gap = Number.parseFloat(columnGap) || 0;
      const tile = box.firstElementChild?.getBoundingClientRect().width ?? 0;
      if (display === "grid") setCapacity(MOST_TILES);
      else if (tile > 0) setCapacity(fitting(box.clientWidth, tile, gap));
    });
    observer.observe(box);
    return () => {
      observer.disconnect();
    };
  }, [list, shown]);
  return capacity;
}

/** So many tiles of a width fit side by side, one at least. Lengths in px. */
export function fitting(width: number, tile: number, gap: number): number {
  return Math.max(1, Math.floor((width + gap) / (tile + gap)));
}
