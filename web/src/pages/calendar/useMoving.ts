import { useCallback, useState } from "react";
import type { CalendarEvent } from "../../api/model";
import { asProblem } from "../../api/problem";
import { useToast } from "../../ui/toast";
import { concernsOthers, stretchOf } from "./events";
import { useMove } from "./queries";
import { whenAt } from "./words";
import { instantOf, readingOf } from "./zones";

/** Another time for an event, before it is asked for. Times are ms. */
export interface Proposal {
  readonly event: CalendarEvent;
  readonly start: number;
  readonly end: number;
}

const DAY_MINUTES = 24 * 60;

/**
 * Another time for the same event, so many days and minutes later. Days keep the time of day whatever the clocks do.
 *
 * Minutes count as they pass, so that each press of a key goes on, also over an hour that comes twice.
 */
export function shifted({ event, start, end }: Proposal, zone: string, by: { days?: number; minutes?: number }): Proposal {
  const { day, minutes } = readingOf(start, zone);
  const onDay = by.days === undefined ? start : instantOf({ day, minutes: minutes + by.days * DAY_MINUTES }, zone);
  const moved = onDay + (by.minutes ?? 0) * 60_000;
  return { event, start: moved, end: moved + end - start };
}

/** On another day an event is drawn anew, and the focus that was on it would be lost. */
function keepFocus(eventId: string) {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(`[data-event="${CSS.escape(eventId)}"]`)?.focus();
  });
}

/** What goes on when things get other times: by dragging, by keys, by a form; and taking it back. */
export function useMoving({ zone }: { zone: string }) {
  const announce = useToast();
  const { mutateAsync } = useMove();
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [draft, setDraft] = useState<Proposal | null>(null);

  const place = useCallback(
    async ({ event, start, end }: Proposal, reason = "") => {
      const before = stretchOf(event);
      try {
        await mutateAsync({ event, start, end, reason });
      } finally {
        keepFocus(event.eventId);
      }
      announce(`${event.title} is ${event.status === "pending" ? "proposed for" : "moved to"} ${whenAt(start, end, zone)}.`, "done", {
        label: "Undo",
        run: () => {
          mutateAsync({ event, ...before, back: true }).then(
            () => {
              announce(`${event.title} is back at ${whenAt(before.start, before.end, zone)}.`);
            },
            (error: unknown) => {
              announce(asProblem(error).detail, "wrong");
            },
          );
        },
      });
    },
    [announce, mutateAsync, zone],
  );

  /** Others are told when something of theirs moves, so that is asked about first; what is one's own moves at once. */
  const propose = useCallback(
    (event: CalendarEvent, start: number, end: number) => {
      if (concernsOthers(event)) {
        setProposal({ event, start, end });
        return;
      }
      const { start: from, end: to } = stretchOf(event);
      if (start === from && end === to) return;
      place({ event, start, end }).catch((error: unknown) => {
        announce(`${event.title} stays where it was. ${asProblem(error).detail}`, "wrong");
      });
    },
    [announce, place],
  );

  return {
    /** What is asked about. */
    proposal,
    /** What the keys move at the moment. */
    draft,
    propose,
    /** Ask for another time in a form. */
    ask: (event: CalendarEvent) => {
      setProposal({ event, ...stretchOf(event) });
    },
    place,
    keep: () => {
      setProposal(null);
    },
    begin: (event: CalendarEvent) => {
      setDraft({ event, ...stretchOf(event) });
    },
    shift: (by: { days?: number; minutes?: number }) => {
      if (draft === null) return null;
      const next = shifted(draft, zone, by);
      setDraft(next);
      return next;
    },
    /** The keys are done: `placed` where they led, or where it was. */
    end: (placed: boolean) => {
      setDraft(null);
      if (placed && draft !== null) propose(draft.event, draft.start, draft.end);
    },
  };
}

export type Moving = ReturnType<typeof useMoving>;
