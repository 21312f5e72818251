import { type PointerEvent, useRef, useState } from "react";
import type { CalendarEvent } from "../../api/model";
import { type Day, daysBetween, weekdayOf } from "./days";
import { EventBlock } from "./EventBlock";
import { isMovable, stretchOf, within } from "./events";
import styles from "./MonthGrid.module.css";
import type { GridProps } from "./TimeGrid";
import { shifted } from "./useMoving";
import { dayInFull, weekdayShort } from "./words";
import { instantOf, readingOf, spanOf } from "./zones";

/** So many events of a day stand in its cell. */
const MOST = 3;
const SLACK = 5;
const NINE = 9 * 60;
const HOUR_MS = 3_600_000;

/** A month in whole weeks. Events are dragged from day to day and keep their time of day. */
export function MonthGrid({
  days,
  month,
  zone,
  me,
  now,
  events,
  draft,
  onAdd,
  onMove,
  onDay,
  ...actions
}: GridProps & { month: string; onDay: (day: Day) => void }) {
  const held = useRef<{ event: CalendarEvent; from: Day; x: number; y: number } | null>(null);
  const dragged = useRef(false);
  const [over, setOver] = useState<Day | null>(null);
  const today = readingOf(now, zone).day;

  const dayAt = ({ clientX, clientY }: PointerEvent) =>
    document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>("[data-day]")?.dataset.day ?? null;
  const drop = () => {
    held.current = null;
    setOver(null);
  };
  return (
    <div className={styles.month}>
      <div className={styles.weekdays} aria-hidden="true">
        {days.slice(0, 7).map((day) => (
          <span key={day}>{weekdayShort(weekdayOf(day))}</span>
        ))}
      </div>
      {/* Dragging is beside the keys (M on an event) and the button of each day. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        className={styles.days}
        onPointerDown={(pointer) => {
          dragged.current = false;
          if (pointer.button !== 0 || pointer.pointerType === "touch" || !(pointer.target instanceof Element)) return;
          const id = pointer.target.closest<HTMLElement>("[data-event]")?.dataset.event;
          const event = events.find((each) => each.eventId === id);
          const from = dayAt(pointer);
          if (event === undefined || from === null || !isMovable(event, me, now)) return;
          held.current = { event, from, x: pointer.clientX, y: pointer.clientY };
        }}
        onPointerMove={(pointer) => {
          const from = held.current;
          if (from === null) return;
          if (!dragged.current && Math.hypot(pointer.clientX - from.x, pointer.clientY - from.y) < SLACK) return;
          dragged.current = true;
          pointer.currentTarget.setPointerCapture(pointer.pointerId);
          setOver(dayAt(pointer));
        }}
        onPointerUp={(pointer) => {
          const from = held.current;
          const to = dayAt(pointer);
          drop();
          if (from === null || to === null || !dragged.current || to === from.from) return;
          const { event } = from;
          const moved = shifted({ event, ...stretchOf(event) }, zone, { days: daysBetween(from.from, to) });
          onMove(event, moved.start, moved.end);
        }}
        onPointerCancel={drop}
        onClickCapture={(click) => {
          if (!dragged.current) return;
          dragged.current = false;
          click.stopPropagation();
        }}
        onClick={(click) => {
          if (!(click.target instanceof HTMLElement) || click.target.dataset.day === undefined) return;
          const start = instantOf({ day: click.target.dataset.day, minutes: NINE }, zone);
          onAdd(start, start + HOUR_MS);
        }}
      >
        {days.map((day) => {
          const [start, end] = spanOf(day, zone);
          const found = within(events, start, end);
          const shown = found.length > MOST ? found.slice(0, MOST - 1) : found;
          return (
            <section
              key={day}
              className={styles.day}
              data-day={day}
              data-other={!day.startsWith(month) || undefined}
              data-over={over === day || (draft !== null && readingOf(draft.start, zone).day === day) || undefined}
              aria-label={dayInFull(day)}
            >
              <button
                type="button"
                className={styles.number}
                data-today={day === today || undefined}
                aria-current={day === today ? "date" : undefined}
                aria-label={`${dayInFull(day)}, ${found.length === 0 ? "nothing" : found.length} planned`}
                onClick={() => {
                  onDay(day);
                }}
              >
                {Number(day.slice(8))}
              </button>
              <ul>
                {shown.map((event) => (
                  <li key={event.eventId}>
                    <EventBlock
                      event={event}
                      {...{ me, zone, now, ...actions }}
                      lines={1}
                      moved={draft?.event.eventId === event.eventId}
                    />
                  </li>
                ))}
              </ul>
              {found.length > shown.length && (
                <button
                  type="button"
                  className={styles.more}
                  aria-label={`${found.length - shown.length} more on ${dayInFull(day)}`}
                  onClick={() => {
                    onDay(day);
                  }}
                >
                  {found.length - shown.length} more
                </button>
              )}
            </section>
          );
        })}
      </div>
    </div>
  );
}
