import { type MouseEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import type { CalendarEvent } from "../../api/model";
import { isMovable, stretchOf } from "./events";
import { type Grid, instantAt, placeOf } from "./grid";

/** So far a pointer goes before it drags, CSS pixels. */
const SLACK = 5;
const STEP_MINUTES = 15;
const HOUR_MS = 3_600_000;

interface Spot {
  readonly column: number;
  /** In rows of the scale. */
  readonly place: number;
}

/** What would be, while a pointer drags: an event at another time, or (without one) a new one. Times are ms. */
export interface Ghost {
  readonly event: CalendarEvent | null;
  readonly start: number;
  readonly end: number;
}

interface Held {
  readonly event: CalendarEvent | null;
  readonly at: Spot;
  readonly x: number;
  readonly y: number;
}

/**
 * Dragging in a grid of days: over empty time for a new event, an event to another time. Fingers don't drag, since
 * they scroll: a tap on empty time adds an event, and what is there can be moved from its card.
 */
export function useGridDrag(
  grid: Grid,
  body: RefObject<HTMLElement | null>,
  {
    me,
    now,
    events,
    onAdd,
    onMove,
  }: {
    me: string;
    now: number;
    events: readonly CalendarEvent[];
    onAdd: (start: number, end: number) => void;
    onMove: (event: CalendarEvent, start: number, end: number) => void;
  },
) {
  const held = useRef<Held | null>(null);
  const dragged = useRef(false);
  const [ghost, setGhost] = useState<Ghost | null>(null);

  function spotOf({ clientX, clientY }: { clientX: number; clientY: number }): Spot {
    const columns = [...(body.current?.querySelectorAll("[data-column]") ?? [])].map((each) => each.getBoundingClientRect());
    const found = columns.findIndex((each) => clientX < each.right);
    const column = found < 0 ? columns.length - 1 : found;
    const { top = 0, height = 1 } = columns[column] ?? {};
    return { column, place: ((clientY - top) / height) * grid.rows.length };
  }

  /** The instant of a place of the scale, to the nearest quarter of an hour. */
  function timeAt({ column, place }: Spot): number {
    const days = grid.columns[column];
    return days === undefined ? 0 : instantAt(days, place + STEP_MINUTES / 60, STEP_MINUTES);
  }

  function ghostOf({ event, at }: Held, to: Spot): Ghost | null {
    if (event === null) {
      const [one, other] = [timeAt(at), timeAt({ column: at.column, place: to.place })].sort((a, b) => a - b) as [number, number];
      return { event, start: one, end: Math.max(other, one + STEP_MINUTES * 60_000) };
    }
    const origin = grid.columns[at.column];
    if (origin === undefined) return null;
    const { start, end } = stretchOf(event);
    const moved = timeAt({ column: to.column, place: to.place - (at.place - placeOf(origin, start)) });
    return { event, start: moved, end: moved + end - start };
  }

  const drop = () => {
    held.current = null;
    setGhost(null);
  };
  const handlers = {
    onPointerDown: (pointer: PointerEvent<HTMLElement>) => {
      dragged.current = false;
      if (pointer.button !== 0 || pointer.pointerType === "touch" || !(pointer.target instanceof Element)) return;
      const id = pointer.target.closest<HTMLElement>("[data-event]")?.dataset.event;
      const event = events.find((each) => each.eventId === id) ?? null;
      if (id !== undefined && (event === null || !isMovable(event, me, now))) return;
      if (id === undefined && pointer.target.closest("[data-column]") === null) return;
      const at = spotOf(pointer);
      // What began on the day before is moved by its first part.
      if (event !== null && stretchOf(event).start < (grid.columns[at.column]?.start ?? 0)) return;
      held.current = { event, at, x: pointer.clientX, y: pointer.clientY };
    },
    onPointerMove: (pointer: PointerEvent<HTMLElement>) => {
      const from = held.current;
      if (from === null) return;
      if (!dragged.current) {
        if (Math.hypot(pointer.clientX - from.x, pointer.clientY - from.y) < SLACK) return;
        dragged.current = true;
        pointer.currentTarget.setPointerCapture(pointer.pointerId);
      }
      setGhost(ghostOf(from, spotOf(pointer)));
    },
    onPointerUp: (pointer: PointerEvent<HTMLElement>) => {
      const from = held.current;
      drop();
      if (from === null || !dragged.current) return;
      const made = ghostOf(from, spotOf(pointer));
      if (made === null) return;
      if (made.event === null) onAdd(made.start, made.end);
      else onMove(made.event, made.start, made.end);
    },
    onPointerCancel: drop,
    onClickCapture: (click: MouseEvent<HTMLElement>) => {
      // The click that ends a drag is none.
      if (!dragged.current) return;
      dragged.current = false;
      click.stopPropagation();
    },
    onClick: (click: MouseEvent<HTMLElement>) => {
      if (!(click.target instanceof Element) || click.target.closest("[data-event]") !== null) return;
      if (click.target.closest("[data-column]") === null) return;
      const spot = spotOf(click);
      const column = grid.columns[spot.column];
      if (column === undefined) return;
      const start = instantAt(column, spot.place, 30);
      onAdd(start, start + HOUR_MS);
    },
  };
  return { ghost, handlers };
}
