import { Link } from "react-router";
import type { CalendarEvent, Role } from "../../api/model";
import { ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/States";
import styles from "./Agenda.module.css";
import type { Day } from "./days";
import { KindIcon, StatusMark } from "./EventMark";
import { moveKey } from "./EventBlock";
import { isJoinable, isRunning, pathOf, roomPath, stretchOf, within } from "./events";
import { dayFrom, kindInWords, lengthInWords, timesOf, withWhom } from "./words";
import { spanOf } from "./zones";

/** The coming days as a list: those on which there is something. */
export function Agenda({
  days,
  zone,
  me,
  role,
  now,
  events,
  onKeyMove,
}: {
  days: readonly Day[];
  zone: string;
  me: string;
  role: Role;
  now: number;
  events: readonly CalendarEvent[];
  onKeyMove: (event: CalendarEvent) => void;
}) {
  const filled = days
    .map((day) => {
      const [start, end] = spanOf(day, zone);
      // On the day on which it begins; what began before the first day stands there.
      const found = within(events, start, end).filter((event) => stretchOf(event).start >= start || day === days[0]);
      return { day, found };
    })
    .filter(({ found }) => found.length > 0);
  if (filled.length === 0) {
    return (
      <EmptyState
        icon="calendar"
        title="Nothing planned in these days"
        actions={
          <>
            {role === "instructor" ? (
              <ButtonLink to="/calendar/availability">Say when you take sessions</ButtonLink>
            ) : (
              <ButtonLink to="/instructors">Book a session</ButtonLink>
            )}
            <ButtonLink to="/live" look="quiet">
              {role === "instructor" ? "Plan a class" : "Find a class"}
            </ButtonLink>
          </>
        }
      >
        {role === "instructor"
          ? "Sessions that people book with you, your classes and what you add yourself stand here."
          : "Sessions that you book, classes that you enrol in and what you add yourself stand here."}
      </EmptyState>
    );
  }
  return (
    <ol className={styles.days}>
      {filled.map(({ day, found }) => (
        <li key={day}>
          <h3 className={styles.day}>{dayFrom(day, now, zone)}</h3>
          <ul className={styles.events}>
            {found.map((event) => (
              <AgendaItem key={event.eventId} {...{ event, me, zone, now, onKeyMove }} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function AgendaItem({
  event,
  me,
  zone,
  now,
  onKeyMove,
}: {
  event: CalendarEvent;
  me: string;
  zone: string;
  now: number;
  onKeyMove: (event: CalendarEvent) => void;
}) {
  const { start, end } = stretchOf(event);
  const ended = event.status !== "accepted" && event.status !== "pending";
  return (
    <li className={styles.item} data-kind={event.kind} data-running={isRunning(event, now) || undefined}>
      <span className={styles.mark}>
        <KindIcon event={event} size={20} />
      </span>
      <div className={styles.words}>
        <p className={styles.time}>
          {timesOf(start, end, zone)} <span className="visually-hidden">{lengthInWords(start, end)}</span>
          {isRunning(event, now) && <strong className={styles.now}>Now</strong>}
        </p>
        <Link
          to={pathOf(event)}
          className={styles.title}
          data-event={event.eventId}
          data-ended={ended || undefined}
          {...moveKey(event, me, now, onKeyMove)}
        >
          {event.title}
        </Link>
        <p className={styles.who}>
          {kindInWords(event, me)} {withWhom(event, me)}
        </p>
      </div>
      <div className={styles.side}>
        {event.kind !== "event" && <StatusMark event={event} me={me} />}
        {isJoinable(event, now) && (
          <ButtonLink to={roomPath(event)} size="s" aria-label={`Join ${event.title}`}>
            Join
          </ButtonLink>
        )}
      </div>
    </li>
  );
}
