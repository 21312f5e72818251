import { type ReactNode, useId, useState } from "react";
import type { FreeSlot } from "../../../api/model";
import { asProblem } from "../../../api/problem";
import { Button, IconButton } from "../../../ui/Button";
import { Skeleton } from "../../../ui/Skeleton";
import { ErrorState, LoadingNote } from "../../../ui/States";
import { addDays, type Day, isDay } from "../days";
import { useSlots } from "../queries";
import { dayFrom, rangeInWords, timeAt } from "../words";
import { readingOf, startOf } from "../zones";
import styles from "./SlotPicker.module.css";

const DAYS = 7;

/** Free times of an instructor by days of a zone, to pick one from. */
export function SlotPicker({
  instructor,
  zone,
  now,
  picked,
  onPick,
  none,
}: {
  instructor: string;
  zone: string;
  now: number;
  /** The start of the one that is picked. */
  picked: string | null;
  onPick: (slot: FreeSlot) => void;
  /** What to show when this person takes no sessions at all. */
  none: ReactNode;
}) {
  const name = useId();
  const today = readingOf(now, zone).day;
  const [chosen, setChosen] = useState<Day | null>(null);
  // What is past can't be asked for.
  const first = chosen === null || chosen < today ? today : chosen;
  const last = addDays(first, DAYS - 1);
  // A day more than are shown, as clocks may change in between.
  const slots = useSlots(instructor, zone, startOf(first, zone), DAYS + 1);
  if (slots.isError && asProblem(slots.error).status === 404) return none;
  const days = slots.data?.days.filter(({ day }) => day >= first && day <= last) ?? [];
  return (
    <div className={styles.picker}>
      <div className={styles.turn}>
        <IconButton
          icon="left"
          label="Earlier days"
          disabled={first === today}
          onClick={() => {
            setChosen(addDays(first, -DAYS));
          }}
        />
        <p aria-live="polite">{rangeInWords("list", first, [first, last])}</p>
        <IconButton
          icon="right"
          label="Later days"
          onClick={() => {
            setChosen(addDays(first, DAYS));
          }}
        />
        <input
          type="date"
          aria-label="Free times from"
          min={today}
          value={first}
          onChange={(event) => {
            if (isDay(event.currentTarget.value)) setChosen(event.currentTarget.value);
          }}
        />
      </div>
      <LoadingNote loading={slots.isPending} text="Loading free times" />
      {slots.isPending ? (
        <Skeleton shape="block" />
      ) : slots.isError && slots.data === undefined ? (
        <ErrorState error={slots.error} retry={() => void slots.refetch()} />
      ) : days.length === 0 ? (
        <div className={styles.empty}>
          <p>No free times in these days.</p>
          <Button
            look="quiet"
            size="s"
            onClick={() => {
              setChosen(addDays(first, DAYS));
            }}
          >
            Look at later days
          </Button>
        </div>
      ) : (
        <div className={styles.days}>
          {days.map(({ day, slots: free }) => (
            <fieldset key={day} className={styles.day}>
              <legend>{dayFrom(day, now, zone)}</legend>
              {free.map((slot) => (
                <label key={slot.startTime}>
                  <input
                    type="radio"
                    name={name}
                    value={slot.startTime}
                    checked={picked === slot.startTime}
                    onChange={() => {
                      onPick(slot);
                    }}
                  />
                  <span>{timeAt(Date.parse(slot.startTime), zone)}</span>
                </label>
              ))}
            </fieldset>
          ))}
        </div>
      )}
    </div>
  );
}
