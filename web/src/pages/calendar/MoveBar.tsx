import { useEffect, useRef } from "react";
import { Button, IconButton } from "../../ui/Button";
import type { Day } from "./days";
import styles from "./MoveBar.module.css";
import type { Moving } from "./useMoving";
import { whenAt } from "./words";
import { readingOf } from "./zones";

type Shift = Parameters<Moving["shift"]>[0];

const STEPS: Record<string, Shift> = {
  ArrowUp: { minutes: -15 },
  ArrowDown: { minutes: 15 },
  ArrowLeft: { days: -1 },
  ArrowRight: { days: 1 },
  PageUp: { minutes: -60 },
  PageDown: { minutes: 60 },
};

/**
 * Moves an event without dragging: by arrow keys or by its buttons. It holds the focus meanwhile, so that the view can
 * turn below it, and says politely where the event is.
 */
export function MoveBar({ moving, zone, onDay }: { moving: Moving; zone: string; onDay: (day: Day) => void }) {
  const { draft } = moving;
  const bar = useRef<HTMLDivElement>(null);
  const eventId = draft?.event.eventId;
  useEffect(() => {
    if (eventId === undefined) return;
    bar.current?.focus();
    return () => {
      document.querySelector<HTMLElement>(`[data-event="${CSS.escape(eventId)}"]`)?.focus();
    };
  }, [eventId]);

  const shift = (by: Shift) => {
    const next = moving.shift(by);
    if (next !== null) onDay(readingOf(next.start, zone).day);
  };
  return (
    <>
      <p className="visually-hidden" role="status">
        {draft !== null && `${draft.event.title}: ${whenAt(draft.start, draft.end, zone)}`}
      </p>
      {draft !== null && (
        // The bar takes the keys for all that is in it; its buttons do the same for pointers.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <div
          ref={bar}
          role="group"
          tabIndex={-1}
          aria-label={`Move ${draft.event.title}`}
          aria-describedby="move-keys"
          className={styles.bar}
          onKeyDown={(press) => {
            const by = STEPS[press.key];
            if (by !== undefined) shift(by);
            else if (press.key === "Escape") moving.end(false);
            else if (press.key === "Enter" && press.target === press.currentTarget) moving.end(true);
            else return;
            press.preventDefault();
          }}
        >
          <div className={styles.words}>
            <strong>{draft.event.title}</strong>
            <span>{whenAt(draft.start, draft.end, zone)}</span>
            <span id="move-keys" className={styles.keys}>
              Arrow keys move it, Enter places it, Escape leaves it where it was.
            </span>
          </div>
          <div className={styles.buttons}>
            <IconButton icon="left" label="A day earlier" onClick={() => { shift({ days: -1 }); }} />
            <IconButton icon="minus" label="15 minutes earlier" onClick={() => { shift({ minutes: -15 }); }} />
            <IconButton icon="plus" label="15 minutes later" onClick={() => { shift({ minutes: 15 }); }} />
            <IconButton icon="right" label="A day later" onClick={() => { shift({ days: 1 }); }} />
            <Button size="s" onClick={() => { moving.end(true); }}>
              Place it
            </Button>
            <Button size="s" look="quiet" onClick={() => { moving.end(false); }}>
              Cancel
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
