import type { HistorySummary } from "../../api/model";
import { counted } from "../../format/format";
import styles from "./Figures.module.css";
import { minutesOf } from "./weeks";

/** What a person reads first: the streak, and this week. */
export function Figures({ summary }: { summary: HistorySummary }) {
  const { dayStreak, weekStreak, week, month, all } = summary;
  return (
    <dl className={styles.figures}>
      <Figure
        lead
        name="Day streak"
        value={String(dayStreak.current)}
        unit={dayStreak.current === 1 ? "day" : "days"}
        note={streakNote(summary)}
      />
      <Figure
        name="Week streak"
        value={String(weekStreak.current)}
        unit={weekStreak.current === 1 ? "week" : "weeks"}
        note={`Longest: ${counted(weekStreak.longest, "week")}`}
      />
      <Figure name="This week" value={String(minutesOf(week.activeMs))} unit="min" note={counted(week.workouts, "workout")} />
      <Figure name="This month" value={String(minutesOf(month.activeMs))} unit="min" note={counted(month.workouts, "workout")} />
      <Figure name="In all" value={String(minutesOf(all.activeMs))} unit="min" note={counted(all.workouts, "workout")} />
    </dl>
  );
}

/** Whether today is in it yet, and what the longest was. */
export function streakNote({ dayStreak, days, today }: HistorySummary): string {
  const trained = days.some((each) => each.day >= today);
  if (dayStreak.current === 0) return dayStreak.longest === 0 ? "Begins with your first workout" : `Longest: ${counted(dayStreak.longest, "day")}`;
  if (!trained) return "Train today to keep it";
  return dayStreak.current === dayStreak.longest ? "Your longest so far" : `Longest: ${counted(dayStreak.longest, "day")}`;
}

function Figure({ name, value, unit, note, lead = false }: { name: string; value: string; unit: string; note: string; lead?: boolean }) {
  return (
    <div data-lead={lead || undefined}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.value}>
          {value} <small>{unit}</small>
        </span>
        <span className={styles.note}>{note}</span>
      </dd>
    </div>
  );
}
