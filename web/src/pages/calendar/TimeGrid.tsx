import { type CSSProperties, useEffect, useMemo, useRef } from "react";
import type { CalendarEvent } from "../../api/model";
import { type Day, weekdayOf } from "./days";
import { EventBlock, type EventActions, EventWords } from "./EventBlock";
import block from "./EventBlock.module.css";
import { isMovable, stretchOf, within } from "./events";
import { type Column, gapsOf, gridOf, placeOf, ROW_MINUTES, type Row } from "./grid";
import { laid } from "./lanes";
import styles from "./TimeGrid.module.css";
import { useGridDrag } from "./useGridDrag";
import type { Proposal } from "./useMoving";
import { dayInFull, hourLabel, timeAt, weekdayShort } from "./words";
import { offsetLabel, readingOf } from "./zones";

/** Which hour of the day is in sight at first. */
const MORNING_ROW = (7 * 60) / ROW_MINUTES;

export interface GridProps extends EventActions {
  days: readonly Day[];
  zone: string;
  me: string;
  now: number;
  events: readonly CalendarEvent[];
  /** What is being moved with keys, and where it is by now. */
  draft: Proposal | null;
  onAdd: (start: number, end: number) => void;
  onMove: (event: CalendarEvent, start: number, end: number) => void;
}

/** Days side by side along the hours: a week, or one day. */
export function TimeGrid({ days, zone, me, now, events, draft, onAdd, onMove, onDay, ...actions }: GridProps & { onDay: (day: Day) => void }) {
  const [first, last] = [days[0], days.at(-1)];
  // The days as such are what counts, not the list that names them.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const grid = useMemo(() => gridOf(days, zone), [first, last, zone]);
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { ghost: dragged, handlers } = useGridDrag(grid, body, { me, now, events, onAdd, onMove });
  const today = readingOf(now, zone).day;
  const ghost = dragged ?? draft;

  useEffect(() => {
    const view = scroller.current;
    if (view === null) return;
    view.scrollTop = (view.scrollHeight / grid.rows.length) * MORNING_ROW;
  }, [grid]);

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      style={{ "--columns": days.length, "--rows": grid.rows.length } as CSSProperties}
    >
      <div className={styles.head}>
        <span className={styles.corner}>{offsetLabel(zone, grid.columns[0]?.start ?? now)}</span>
        {days.map((day) => (
          <button
            key={day}
            type="button"
            className={styles.day}
            data-today={day === today || undefined}
            aria-current={day === today ? "date" : undefined}
            onClick={() => {
              onDay(day);
            }}
          >
            <span className="visually-hidden">{dayInFull(day)}</span>
            <span aria-hidden="true">{weekdayShort(weekdayOf(day))}</span>
            <strong aria-hidden="true">{Number(day.slice(8))}</strong>
          </button>
        ))}
      </div>
      <div className={styles.body} ref={body} {...handlers} data-dragging={dragged === null ? undefined : true}>
        <Hours rows={grid.rows} />
        {grid.columns.map((column) => (
          <section key={column.day} className={styles.column} data-column={column.day} aria-label={dayInFull(column.day)}>
            {gapsOf(column).map(([from, to]) => (
              <span key={from} className={styles.gap} style={band(from, to)} title="Clocks change: this day has no such hour" />
            ))}
            {now >= column.start && now < column.end && (
              <span className={styles.now} style={band(placeOf(column, now), placeOf(column, now))} aria-hidden="true" />
            )}
            <Events
              column={column}
              events={within(events, column.start, column.end)}
              {...{ me, zone, now, ...actions }}
              moved={ghost?.event?.eventId ?? null}
            />
            {ghost !== null && ghost.start < column.end && ghost.end > column.start && (
              <Ghost column={column} me={me} zone={zone} {...ghost} />
            )}
          </section>
        ))}
      </div>
    </div>
  );
}

function band(from: number, to: number): CSSProperties {
  return { top: `calc(${from} * var(--row))`, height: `calc(${to - from} * var(--row))` };
}

function Hours({ rows }: { rows: readonly Row[] }) {
  return (
    <div className={styles.hours} aria-hidden="true">
      {rows.map((row, index) =>
        row.minutes % 60 === 0 ? (
          <span key={index} style={band(index, index)}>
            {hourLabel(row.minutes)}
            {row.again === 1 && <small>again</small>}
          </span>
        ) : null,
      )}
    </div>
  );
}

function Events({
  column,
  events,
  moved,
  ...rest
}: EventActions & {
  column: Column;
  events: readonly CalendarEvent[];
  me: string;
  zone: string;
  now: number;
  moved: string | null;
}) {
  return (
    <ul>
      {laid(events, stretchOf).map(({ item: event, lane, lanes }) => {
        const { start, end } = stretchOf(event);
        const [from, to] = [placeOf(column, start), placeOf(column, end, true)];
        const rows = Math.max(to - from, 1);
        return (
          <li
            key={event.eventId}
            style={{ ...band(from, from + rows), left: `${(lane * 100) / lanes}%`, width: `${100 / lanes}%` }}
            className={styles.event}
            data-movable={isMovable(event, rest.me, rest.now) || undefined}
          >
            <EventBlock
              event={event}
              {...rest}
              lines={rows >= 2.5 ? 3 : rows >= 1.5 ? 2 : 1}
              moved={moved === event.eventId}
              style={{ height: "100%" }}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** Where something would be. */
function Ghost({
  column,
  event,
  start,
  end,
  me,
  zone,
}: {
  column: Column;
  event: CalendarEvent | null;
  start: number;
  end: number;
  me: string;
  zone: string;
}) {
  const [from, to] = [placeOf(column, start), placeOf(column, end, true)];
  return (
    <div className={styles.ghost} style={band(from, Math.max(to, from + 0.5))} aria-hidden="true">
      <div
        className={block.block}
        style={{ height: "100%" }}
        data-kind={event?.kind ?? "event"}
        data-status={event?.status ?? "accepted"}
        data-lines="2"
      >
        {event === null ? (
          <span>
            {timeAt(start, zone)} – {timeAt(end, zone)}
          </span>
        ) : (
          <EventWords event={event} me={me} time={timeAt(start, zone)} />
        )}
      </div>
    </div>
  );
}
