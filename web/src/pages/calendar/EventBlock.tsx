import type { CSSProperties, KeyboardEvent } from "react";
import type { CalendarEvent } from "../../api/model";
import styles from "./EventBlock.module.css";
import { KindIcon } from "./EventMark";
import { awaits, isMovable, isRunning, otherOf, stretchOf } from "./events";
import { eventInWords, timeAt, withWhom } from "./words";

export interface EventActions {
  onOpen: (event: CalendarEvent) => void;
  onKeyMove: (event: CalendarEvent) => void;
}

/** M begins to move what has the focus, when one can. */
export function moveKey(event: CalendarEvent, me: string, now: number, onKeyMove: EventActions["onKeyMove"]) {
  const movable = isMovable(event, me, now);
  return {
    "aria-keyshortcuts": movable ? "M" : undefined,
    onKeyDown: (press: KeyboardEvent) => {
      if (!movable || press.key.toLowerCase() !== "m" || press.ctrlKey || press.metaKey || press.altKey) return;
      press.preventDefault();
      onKeyMove(event);
    },
  };
}

/** An event in a grid. `lines` is how much of it there is place for. */
export function EventBlock({
  event,
  me,
  zone,
  now,
  lines,
  moved = false,
  style,
  onOpen,
  onKeyMove,
}: EventActions & {
  event: CalendarEvent;
  me: string;
  zone: string;
  now: number;
  lines: 1 | 2 | 3;
  /** It stands here while it is moved elsewhere. */
  moved?: boolean;
  style?: CSSProperties;
}) {
  const { start, end } = stretchOf(event);
  return (
    <button
      type="button"
      className={styles.block}
      style={style}
      data-event={event.eventId}
      data-kind={event.kind}
      data-status={event.status}
      data-turn={awaits(event, me) ? "mine" : undefined}
      data-lines={lines}
      data-past={end <= now || undefined}
      data-running={isRunning(event, now) || undefined}
      data-moved={moved || undefined}
      onClick={() => {
        onOpen(event);
      }}
      {...moveKey(event, me, now, onKeyMove)}
    >
      <span className="visually-hidden">
        {isRunning(event, now) && "Now: "}
        {eventInWords(event, me, zone)}
      </span>
      <EventWords event={event} me={me} time={timeAt(start, zone)} running={isRunning(event, now)} />
    </button>
  );
}

/** What is to be seen on an event; said it is in a whole sentence. */
export function EventWords({
  event,
  me,
  time,
  running = false,
}: {
  event: CalendarEvent;
  me: string;
  time: string;
  running?: boolean;
}) {
  return (
    <span className={styles.words} aria-hidden="true">
      <span className={styles.title}>
        <KindIcon event={event} size={14} />
        {running && <span className={styles.now}>Now</span>}
        <span className={styles.name}>{nameIn(event, me)}</span>
      </span>
      <span className={styles.time}>
        {time}
        {event.status === "pending" && (awaits(event, me) ? " · your answer?" : " · waiting")}
        {event.status === "cancelled" && " · cancelled"}
        {event.status === "expired" && " · not answered"}
      </span>
      <span className={styles.who}>{event.kind === "session" ? event.title : withWhom(event, me)}</span>
    </span>
  );
}

/** Where there is place for a few words only, a session goes by the person it is with. */
function nameIn(event: CalendarEvent, me: string): string {
  return (event.kind === "session" ? otherOf(event, me)?.displayName : undefined) ?? event.title;
}
