import { Button, IconButton } from "../../../ui/Button";
import type { Day } from "../days";
import styles from "./Availability.module.css";
import { type DayOff, type Draft, type Extra, newLine } from "./draft";
import { TimesField } from "./TimesField";

interface Props {
  draft: Draft;
  today: Day;
  wrong: (name: string) => string | undefined;
  onChange: (next: Draft) => void;
}

/** Days on which the weekly hours don't hold. */
export function DaysOff({ draft, today, wrong, onChange }: Props) {
  const put = (daysOff: readonly DayOff[]) => {
    onChange({ ...draft, daysOff });
  };
  return (
    <div className={styles.exceptions}>
      {draft.daysOff.map((off, place) => {
        const error = wrong(`daysOff.${place}`);
        const change = (to: Partial<DayOff>) => {
          put(draft.daysOff.map((other) => (other === off ? { ...off, ...to } : other)));
        };
        return (
          <div key={off.id}>
            <div className={styles.times}>
              <input
                type="date"
                aria-label={`Day off ${place + 1}, first day`}
                aria-invalid={error === undefined ? undefined : true}
                value={off.first}
                onChange={(event) => {
                  const first = event.currentTarget.value;
                  change({ first, last: off.last < first ? first : off.last });
                }}
              />
              <span aria-hidden="true">–</span>
              <input
                type="date"
                aria-label={`Day off ${place + 1}, last day`}
                aria-invalid={error === undefined ? undefined : true}
                value={off.last}
                onChange={(event) => {
                  change({ last: event.currentTarget.value });
                }}
              />
              <IconButton
                icon="trash"
                label={`Remove day off ${place + 1}`}
                onClick={() => {
                  put(draft.daysOff.filter((other) => other !== off));
                }}
              />
            </div>
            {error !== undefined && (
              <p className={styles.error} role="alert">
                {error}
              </p>
            )}
          </div>
        );
      })}
      <Button
        look="quiet"
        size="s"
        icon="plus"
        onClick={() => {
          put([...draft.daysOff, { id: newLine(), first: today, last: today }]);
        }}
      >
        Add days off
      </Button>
    </div>
  );
}

/** Hours of single days beside the weekly ones, on days off too. */
export function ExtraHours({ draft, today, wrong, onChange }: Props) {
  const put = (extra: readonly Extra[]) => {
    onChange({ ...draft, extra });
  };
  return (
    <div className={styles.exceptions}>
      {draft.extra.map((extra, place) => (
        <TimesField
          key={extra.id}
          value={extra}
          of={`Extra hours ${place + 1}`}
          error={wrong(`extra.${place}`)}
          onChange={(times) => {
            put(draft.extra.map((other) => (other === extra ? { ...extra, ...times } : other)));
          }}
          onRemove={() => {
            put(draft.extra.filter((other) => other !== extra));
          }}
        >
          <input
            type="date"
            aria-label={`Extra hours ${place + 1}, day`}
            value={extra.day}
            onChange={(event) => {
              const day = event.currentTarget.value;
              put(draft.extra.map((other) => (other === extra ? { ...extra, day } : other)));
            }}
          />
        </TimesField>
      ))}
      <Button
        look="quiet"
        size="s"
        icon="plus"
        onClick={() => {
          put([...draft.extra, { id: newLine(), day: today, start: "09:00", end: "12:00" }]);
        }}
      >
        Add extra hours
      </Button>
    </div>
  );
}
