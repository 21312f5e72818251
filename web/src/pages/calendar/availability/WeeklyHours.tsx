import { useState } from "react";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { Checkbox } from "../../../ui/Field";
import { weekdayLong } from "../words";
import { clockText, minutesOf } from "../zones";
import styles from "./Availability.module.css";
import { copied, type Draft, type Hours, newLine, WEEKDAYS } from "./draft";
import { TimesField } from "./TimesField";

const LAST = 23 * 60;

/** Hours that follow those of the day: an hour after them, two hours long; 9 to 5 when there are none. */
function further(hours: readonly Hours[]): { start: string; end: string } {
  const last = Math.max(0, ...hours.map(({ end }) => (end === "00:00" ? 24 * 60 : minutesOf(end) || 0)));
  if (last === 0) return { start: "09:00", end: "17:00" };
  const start = Math.min(last + 60, LAST);
  return { start: clockText(start), end: clockText(Math.min(start + 120, 24 * 60) % (24 * 60)) };
}

/** The hours of each week, several on a day if need be. */
export function WeeklyHours({
  draft,
  wrong,
  onChange,
}: {
  draft: Draft;
  wrong: (name: string) => string | undefined;
  onChange: (next: Draft) => void;
}) {
  const [copying, setCopying] = useState<number | null>(null);
  const put = (weekly: readonly Hours[]) => {
    onChange({ ...draft, weekly: [...weekly].sort((a, b) => a.weekday - b.weekday) });
  };
  return (
    <>
      <ul className={styles.week}>
        {WEEKDAYS.map((_, weekday) => {
          const name = weekdayLong(weekday);
          const hours = draft.weekly.filter((each) => each.weekday === weekday);
          return (
            <li key={name} className={styles.weekday}>
              <h3>{name}</h3>
              <div className={styles.spans}>
                {hours.length === 0 && <p className={styles.none}>No sessions</p>}
                {hours.map((each, index) => (
                  <TimesField
                    key={each.id}
                    value={each}
                    of={hours.length > 1 ? `${name}, hours ${index + 1}` : name}
                    error={wrong(`weekly.${draft.weekly.indexOf(each)}`)}
                    onChange={(times) => {
                      put(draft.weekly.map((other) => (other === each ? { ...each, ...times } : other)));
                    }}
                    onRemove={() => {
                      put(draft.weekly.filter((other) => other !== each));
                    }}
                  />
                ))}
              </div>
              <div className={styles.lineButtons}>
                <Button
                  look="bare"
                  size="s"
                  icon="plus"
                  aria-label={`Add hours on ${name}`}
                  onClick={() => {
                    put([...draft.weekly, { id: newLine(), weekday, ...further(hours) }]);
                  }}
                >
                  Add hours
                </Button>
                {hours.length > 0 && (
                  <Button
                    look="bare"
                    size="s"
                    aria-label={`Copy to… other days what ${name} has`}
                    onClick={() => {
                      setCopying(weekday);
                    }}
                  >
                    Copy to…
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      <Dialog
        open={copying !== null}
        title={copying === null ? "" : `Copy ${weekdayLong(copying)} to`}
        onClose={() => {
          setCopying(null);
        }}
      >
        {copying !== null && (
          <CopyForm
            from={copying}
            onCopy={(days) => {
              onChange(copied(draft, copying, days));
              setCopying(null);
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function CopyForm({ from, onCopy }: { from: number; onCopy: (days: readonly number[]) => void }) {
  // The working week is what is meant most often.
  const [days, setDays] = useState<readonly number[]>([0, 1, 2, 3, 4].filter((each) => each !== from));
  return (
    <div className={styles.copy}>
      {WEEKDAYS.map((_, weekday) =>
        weekday === from ? null : (
          <Checkbox
            key={weekday}
            label={weekdayLong(weekday)}
            checked={days.includes(weekday)}
            onChange={(event) => {
              setDays(event.currentTarget.checked ? [...days, weekday] : days.filter((each) => each !== weekday));
            }}
          />
        ),
      )}
      <p className={styles.hint}>What these days have now is replaced.</p>
      <Button
        onClick={() => {
          onCopy(days);
        }}
      >
        Copy
      </Button>
    </div>
  );
}
