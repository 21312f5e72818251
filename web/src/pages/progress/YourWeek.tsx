import { Link } from "react-router";
import { counted } from "../../format/format";
import { Icon } from "../../ui/icons";
import { useJoinedPrograms } from "../programs/queries";
import { streakNote } from "./Figures";
import { useHistorySummary } from "./queries";
import { minutesOf, weeksOf } from "./weeks";
import styles from "./YourWeek.module.css";

const INITIALS = ["M", "T", "W", "T", "F", "S", "S"] as const;

/** The week so far, and what comes next in one's program: on the feed. Nothing until there is something to show. */
export function YourWeek() {
  const { data: summary } = useHistorySummary();
  const { data: programs } = useJoinedPrograms();
  if (summary === undefined) return null;
  const [week] = weeksOf(summary, 1);
  const running = programs?.items.find(({ progress }) => progress?.next);
  const next = running?.progress?.next;
  return (
    <section className={styles.week} aria-labelledby="your-week">
      <div className={styles.sums}>
        <h2 id="your-week">
          <Link to="/progress">Your week</Link>
        </h2>
        <p>
          <strong>{minutesOf(summary.week.activeMs)} min</strong> in {counted(summary.week.workouts, "workout")}
        </p>
        <p className={styles.soft}>
          {summary.dayStreak.current > 0 && `${counted(summary.dayStreak.current, "day")} in a row · `}
          {streakNote(summary)}
        </p>
      </div>
      <ol className={styles.days} aria-label="Days of this week">
        {week?.map((cell, place) => (
          <li
            key={place}
            data-done={(cell !== null && cell.workouts > 0) || undefined}
            data-today={cell?.day === summary.today || undefined}
          >
            <span aria-hidden="true">{INITIALS[place]}</span>
            <span className={styles.dot}>
              {cell !== null && cell.workouts > 0 && <Icon name="check" />}
              <span className="visually-hidden">
                {cell === null ? "to come" : cell.workouts > 0 ? counted(cell.workouts, "workout") : "rest"}
              </span>
            </span>
          </li>
        ))}
      </ol>
      {running !== undefined && next ? (
        <Link to={`/watch/${next.workout.mediaId}?program=${running.programId}`} className={styles.next}>
          <span>
            <span className={styles.soft}>Next in {running.title}</span>
            <strong>{next.workout.title}</strong>
          </span>
          <Icon name="right" />
        </Link>
      ) : (
        <Link to="/programs" className={styles.next}>
          <span>
            <span className={styles.soft}>Want a plan?</span>
            <strong>Find a program</strong>
          </span>
          <Icon name="right" />
        </Link>
      )}
    </section>
  );
}
