import { Button, IconButton } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { type Day, turned, type View } from "./days";
import styles from "./Toolbar.module.css";
import { rangeInWords } from "./words";

const LOOKS: readonly { value: View; label: string }[] = [
  { value: "month", label: "Month" },
  { value: "week", label: "Week" },
  { value: "day", label: "Day" },
  { value: "list", label: "List" },
];
const UNITS: Record<View, string> = { month: "month", week: "week", day: "day", list: "30 days" };

/** Which days are shown, and how. */
export function Toolbar({
  view,
  day,
  days,
  today,
  onGo,
}: {
  view: View;
  day: Day;
  days: readonly Day[];
  today: Day;
  onGo: (to: { view?: View; day?: Day }) => void;
}) {
  return (
    <div className={styles.toolbar}>
      <div className={styles.turn}>
        <Button
          look="quiet"
          size="s"
          onClick={() => {
            onGo({ day: today });
          }}
        >
          Today
        </Button>
        <IconButton
          icon="left"
          label={`Back: previous ${UNITS[view]}`}
          onClick={() => {
            onGo({ day: turned(view, day, -1) });
          }}
        />
        <IconButton
          icon="right"
          label={`Forward: next ${UNITS[view]}`}
          onClick={() => {
            onGo({ day: turned(view, day, 1) });
          }}
        />
      </div>
      <h2 className={styles.range} aria-live="polite">
        {rangeInWords(view, day, days)}
      </h2>
      <Choice
        label="View"
        options={LOOKS}
        value={view}
        onChange={(next) => {
          onGo({ view: next });
        }}
      />
    </div>
  );
}
