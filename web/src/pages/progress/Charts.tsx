import type { HistorySummary } from "../../api/model";
import { counted } from "../../format/format";
import styles from "./Charts.module.css";
import { sumsOf, weeksOf } from "./weeks";

const BARS = 12;
const CELL = 13;
const GAP = 3;
const STEP = CELL + GAP;
const LEFT = 30;
const TOP = 18;
const day = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });
const weekday = new Intl.DateTimeFormat("en", { weekday: "short", month: "short", day: "numeric", timeZone: "UTC" });

const dateOf = (text: string) => new Date(`${text}T00:00:00Z`);

/** Minutes of each of the last twelve weeks. What the bars say stands in a table for who doesn't see them. */
export function WeekBars({ summary }: { summary: HistorySummary }) {
  const weeks = sumsOf(summary, BARS);
  const most = Math.max(1, ...weeks.map((week) => week.minutes));
  return (
    <figure className={styles.figure}>
      <figcaption>Minutes per week</figcaption>
      <svg viewBox={`0 0 ${BARS * 40} 160`} className={styles.bars} aria-hidden="true">
        {weeks.map((week, place) => {
          const height = week.minutes === 0 ? 3 : Math.max(8, (week.minutes / most) * 108);
          const current = place === BARS - 1;
          return (
            <g key={week.monday} transform={`translate(${place * 40} 0)`} data-current={current || undefined}>
              <rect x="6" y={132 - height} width="28" height={height} rx="6" data-none={week.minutes === 0 || undefined} />
              {week.minutes > 0 && (
                <text x="20" y={124 - height} className={styles.value}>
                  {week.minutes}
                </text>
              )}
              {(current || place % 3 === 2) && (
                <text x="20" y="152">
                  {current ? "now" : day.format(dateOf(week.monday))}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <table className="visually-hidden">
        <caption>Minutes per week</caption>
        <thead>
          <tr>
            <th scope="col">Week from</th>
            <th scope="col">Minutes</th>
            <th scope="col">Workouts</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.monday}>
              <th scope="row">{day.format(dateOf(week.monday))}</th>
              <td>{week.minutes}</td>
              <td>{week.workouts}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

/** Every day of a year, the darker the longer. The newest weeks are at the right, where a narrow screen begins. */
export function HeatMap({ summary }: { summary: HistorySummary }) {
  const weeks = weeksOf(summary);
  const active = summary.days.length;
  return (
    <figure className={styles.figure}>
      <figcaption>The last 52 weeks</figcaption>
      {/* Where it does not fit it is laid out from right to left, so that it begins at its end. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard (WCAG 2.1.1) */}
      <div className={styles.scroll} role="group" aria-label="Days of the last 52 weeks" tabIndex={0}>
        <svg
          className={styles.heat}
          viewBox={`0 0 ${LEFT + weeks.length * STEP} ${TOP + 7 * STEP}`}
          role="img"
          aria-label={`${counted(active, "day")} with a workout in the last 52 weeks`}
        >
          {["Mon", "Wed", "Fri"].map((name, place) => (
            <text key={name} x="0" y={TOP + place * 2 * STEP + CELL - 2}>
              {name}
            </text>
          ))}
          {weeks.map((week, column) => {
            const first = week[0]?.day ?? "";
            const starts = column > 0 && first.slice(0, 7) !== (weeks[column - 1]?.[0]?.day ?? "").slice(0, 7);
            return (
              <g key={first} transform={`translate(${LEFT + column * STEP} 0)`}>
                {starts && column < weeks.length - 1 && <text y="11">{month.format(dateOf(first))}</text>}
                {week.map(
                  (cell, row) =>
                    cell !== null && (
                      <rect
                        key={cell.day}
                        y={TOP + row * STEP}
                        width={CELL}
                        height={CELL}
                        rx="3"
                        data-level={cell.level}
                        data-today={cell.day === summary.today || undefined}
                      >
                        <title>
                          {`${weekday.format(dateOf(cell.day))}: ${
                            cell.workouts === 0 ? "rest" : `${counted(cell.workouts, "workout")}, ${cell.minutes} min`
                          }`}
                        </title>
                      </rect>
                    ),
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <p className={styles.legend} aria-hidden="true">
        Rest
        {[0, 1, 2, 3, 4].map((level) => (
          <i key={level} data-level={level} />
        ))}
        An hour or more
      </p>
    </figure>
  );
}
