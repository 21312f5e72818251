import { Link } from "react-router";
import { upcoming } from "../../format/format";
import { useMember } from "../../session/context";
import { ButtonLink } from "../../ui/Button";
import { addDays } from "../calendar/days";
import { isJoinable, isRunning, nextOf, pathOf, roomPath } from "../calendar/events";
import { useCalendar } from "../calendar/queries";
import { withWhom } from "../calendar/words";
import { ownZone, readingOf, startOf } from "../calendar/zones";
import { useNow } from "../live/useNow";
import styles from "./NextUp.module.css";

const HALF_MINUTE_MS = 30_000;

/** What comes next today or tomorrow, with the way in; nothing when nothing does. */
export function NextUp() {
  const { userId: me } = useMember();
  const zone = ownZone();
  const now = useNow(HALF_MINUTE_MS);
  const { day } = readingOf(now, zone);
  const calendar = useCalendar(startOf(day, zone), 3);
  const event = nextOf(calendar.data?.events ?? [], now, startOf(addDays(day, 2), zone));
  if (event === undefined) return null;
  const running = isRunning(event, now);
  return (
    <section aria-labelledby="next-up" className={styles.next} data-running={running || undefined}>
      <div className={styles.words}>
        <h2 id="next-up" className={styles.label}>
          {running ? "Running now" : "Next up"}
        </h2>
        <p>
          <Link to={pathOf(event)} className={styles.title}>
            {event.title}
          </Link>
        </p>
        <p className={styles.when}>
          {running ? "since" : ""} {upcoming(event.startTime, new Date(now))} {withWhom(event, me)}
        </p>
      </div>
      <div className={styles.actions}>
        {isJoinable(event, now) && (
          <ButtonLink to={roomPath(event)} aria-label={`Join ${event.title}`}>
            Join
          </ButtonLink>
        )}
        <ButtonLink to="/calendar" look="quiet" icon="calendar">
          Calendar
        </ButtonLink>
      </div>
    </section>
  );
}
