import { counted } from "../../../format/format";
import { Checkbox, SelectField, TextField } from "../../../ui/Field";
import { ownZone, readingOf } from "../../calendar/zones";
import { type Day, datesOf, MOST_CLASSES, type Repeat, WEEK } from "./repeat";
import styles from "./RepeatFields.module.css";

const NAMES: Record<Day, string> = {
  MO: "Monday",
  TU: "Tuesday",
  WE: "Wednesday",
  TH: "Thursday",
  FR: "Friday",
  SA: "Saturday",
  SU: "Sunday",
};
const SHOWN = 6;
const dates = new Intl.DateTimeFormat("en", { weekday: "short", month: "short", day: "numeric", timeZone: "UTC" });

interface RepeatFieldsProps {
  /** The day of the first class; null until it is chosen. */
  first: string | null;
  repeat: Repeat | null;
  onChange: (repeat: Repeat | null) => void;
  /** The day on which a series begins to repeat, when the form opens this part. */
  day: Day;
  error: string | undefined;
}

/** On which days a class comes again, and until when; with the days that follow from it. */
export function RepeatFields({ first, repeat, onChange, day, error }: RepeatFieldsProps) {
  return (
    <>
      <SelectField
        label="Repeats"
        name="repeats"
        value={repeat?.every ?? "never"}
        error={error}
        onChange={(event) => {
          const every = event.currentTarget.value;
          if (every === "day" || every === "week") {
            onChange({ every, days: repeat?.days ?? [day], end: repeat?.end ?? { count: 8 } });
          } else onChange(null);
        }}
      >
        <option value="never">Never</option>
        <option value="week">Every week</option>
        <option value="day">Every day</option>
      </SelectField>
      {repeat?.every === "week" && (
        <fieldset className={styles.days}>
          <legend>On these days</legend>
          {WEEK.map((each) => (
            <Checkbox
              key={each}
              label={NAMES[each]}
              checked={repeat.days.includes(each)}
              onChange={(event) => {
                const kept = repeat.days.filter((other) => other !== each);
                onChange({ ...repeat, days: event.currentTarget.checked ? [...kept, each] : kept });
              }}
            />
          ))}
        </fieldset>
      )}
      {repeat !== null && <End repeat={repeat} onChange={onChange} first={first} />}
      {repeat !== null && <Preview first={first} repeat={repeat} />}
    </>
  );
}

function End({
  repeat,
  onChange,
  first,
}: {
  repeat: Repeat;
  onChange: (repeat: Repeat) => void;
  first: string | null;
}) {
  const { end } = repeat;
  return (
    <div className={styles.end}>
      <SelectField
        label="Ends"
        name="ends"
        value={"count" in end ? "count" : "until"}
        onChange={(event) => {
          const until = first ?? readingOf(Date.now(), ownZone()).day;
          onChange({ ...repeat, end: event.currentTarget.value === "count" ? { count: 8 } : { until } });
        }}
      >
        <option value="count">After a number of classes</option>
        <option value="until">On a day</option>
      </SelectField>
      {"count" in end ? (
        <TextField
          label="Classes"
          type="number"
          inputMode="numeric"
          min={1}
          max={MOST_CLASSES}
          value={end.count === 0 ? "" : end.count}
          onChange={(event) => {
            onChange({ ...repeat, end: { count: Math.max(0, Math.trunc(Number(event.currentTarget.value))) } });
          }}
        />
      ) : (
        <TextField
          label="Last day"
          type="date"
          value={end.until}
          onChange={(event) => {
            onChange({ ...repeat, end: { until: event.currentTarget.value } });
          }}
        />
      )}
    </div>
  );
}

function Preview({ first, repeat }: { first: string | null; repeat: Repeat }) {
  if (first === null) return <p className={styles.preview}>Choose day and time to see when the classes are.</p>;
  const found = datesOf(first, repeat);
  const shown = found.slice(0, SHOWN).map((date) => dates.format(new Date(`${date}T00:00Z`)));
  const more = found.length - shown.length;
  return (
    <p className={styles.preview} role="status">
      {found.length === 0
        ? "No class falls into this."
        : `${counted(found.length, "class", "classes")}: ${shown.join(" · ")}${more > 0 ? ` and ${more} more` : ""}`}
    </p>
  );
}
