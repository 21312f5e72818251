import { useState } from "react";
import { Link } from "react-router";
import type { CalendarEvent } from "../../api/model";
import { More } from "../../ui/More";
import { Skeleton } from "../../ui/Skeleton";
import { ErrorState } from "../../ui/States";
import { StatusMark } from "./EventMark";
import { awaits, otherOf, pathOf, stretchOf } from "./events";
import { useRequests } from "./queries";
import styles from "./Requests.module.css";
import { whenAt } from "./words";

/** Requests that wait: those that one has to answer first. Nothing when there are none. */
export function OpenRequests({ me, zone, now }: { me: string; zone: string; now: number }) {
  const requests = useRequests("open");
  const all = requests.data?.pages.flatMap((page) => page.items) ?? [];
  const mine = all.filter((event) => awaits(event, me));
  const theirs = all.filter((event) => !awaits(event, me));
  if (requests.isError && all.length === 0) return <ErrorState error={requests.error} retry={() => void requests.refetch()} />;
  if (all.length === 0) return null;
  return (
    <div className={styles.open}>
      {mine.length > 0 && <List title="Waiting for you" events={mine} {...{ me, zone, now }} />}
      {theirs.length > 0 && <List title="Waiting for others" events={theirs} {...{ me, zone, now }} />}
      {requests.hasNextPage && <More pages={requests} />}
    </div>
  );
}

function List({
  title,
  events,
  me,
  zone,
  now,
}: {
  title: string;
  events: readonly CalendarEvent[];
  me: string;
  zone: string;
  now: number;
}) {
  return (
    <section aria-label={title} className={styles.list}>
      <h2>
        {title} <span className={styles.count}>{events.length}</span>
      </h2>
      <ul>
        {events.map((event) => (
          <Request key={event.eventId} event={event} me={me} zone={zone} now={now} />
        ))}
      </ul>
    </section>
  );
}

function Request({ event, me, zone, now }: { event: CalendarEvent; me: string; zone: string; now?: number }) {
  const { start, end } = stretchOf(event);
  const hours = event.heldUntil === null || now === undefined ? null : (Date.parse(event.heldUntil) - now) / 3_600_000;
  return (
    <li className={styles.item} data-turn={awaits(event, me) ? "mine" : undefined}>
      <div>
        <Link to={pathOf(event)} className={styles.name}>
          {otherOf(event, me)?.displayName ?? event.title}
        </Link>
        <p className={styles.when}>{whenAt(start, end, zone)}</p>
        {hours !== null && hours > 0 && (
          <p className={styles.held}>
            {hours < 1 ? "The time is held for less than an hour" : `The time is held for ${Math.floor(hours)} more hours`}
          </p>
        )}
      </div>
      <StatusMark event={event} me={me} />
    </li>
  );
}

/** What was asked for and came to nothing; read when it is opened. */
export function EndedRequests({ me, zone }: { me: string; zone: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className={styles.ended}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>Declined and cancelled</summary>
      {open && <Ended me={me} zone={zone} />}
    </details>
  );
}

function Ended({ me, zone }: { me: string; zone: string }) {
  const requests = useRequests("ended");
  const all = requests.data?.pages.flatMap((page) => page.items) ?? [];
  if (requests.isPending) return <Skeleton shape="block" />;
  if (requests.isError && all.length === 0) return <ErrorState error={requests.error} retry={() => void requests.refetch()} />;
  if (all.length === 0) return <p className={styles.held}>Nothing was declined or cancelled.</p>;
  return (
    <>
      <ul>
        {all.map((event) => (
          <Request key={event.eventId} event={event} me={me} zone={zone} />
        ))}
      </ul>
      <More pages={requests} />
    </>
  );
}
