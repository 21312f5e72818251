import type { Day } from "../days";
import { dayInWords, zoneInWords } from "../words";
import styles from "./Availability.module.css";
import { type Draft, weekOf } from "./draft";

/** What people could ask for in the coming week, as the draft stands. */
export function Preview({ draft, first, now }: { draft: Draft; first: Day; now: number }) {
  const days = weekOf(draft, first);
  const count = days.reduce((sum, { beginnings }) => sum + beginnings.length, 0);
  return (
    <section className={styles.preview} aria-labelledby="preview">
      <h2 id="preview">Your coming week</h2>
      <p className={styles.hint} role="status">
        {count === 0
          ? "No sessions can be booked. Add hours to a day."
          : `Sessions can begin at ${count} ${count === 1 ? "time" : "times"}, as far as they are free and far enough ahead.`}
      </p>
      <dl>
        {days.map(({ day, beginnings }) => (
          <div key={day}>
            <dt>{dayInWords(day)}</dt>
            <dd>{beginnings.length === 0 ? "–" : beginnings.join("  ")}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.hint}>{zoneInWords(draft.zone, now)}</p>
    </section>
  );
}
