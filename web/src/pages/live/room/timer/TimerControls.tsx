import { useState } from "react";
import type { Action } from "../../../../live/protocol";
import type { Timer, TimerPlan } from "../../../../live/room-view";
import type { TimerPosition } from "../../../../live/timer";
import { Button } from "../../../../ui/Button";
import { Icon } from "../../../../ui/icons";
import { text } from "../../../../ui/submission";
import styles from "./TimerControls.module.css";

interface TimerControlsProps {
  timer: Timer | null;
  position: TimerPosition | null;
  act: (action: Action) => void;
}

interface Fields {
  readonly rounds: number;
  readonly work: number;
  readonly rest: number;
}

const PRESETS: readonly (readonly [name: string, fields: Fields])[] = [
  ["8 × 20/10", { rounds: 8, work: 20, rest: 10 }],
  ["5 × 40/20", { rounds: 5, work: 40, rest: 20 }],
  ["3 × 3 min", { rounds: 3, work: 180, rest: 60 }],
];
const COUNTDOWN_MS = 5000;

/** The plan of the fields, in the bounds that the room has; what is no number becomes the least. */
export function planOf(fields: Fields): TimerPlan {
  return {
    rounds: within(fields.rounds, 1, 100),
    workMs: within(fields.work, 1, 3600) * 1000,
    restMs: within(fields.rest, 0, 3600) * 1000,
    countdownMs: COUNTDOWN_MS,
  };
}

/** The trainer's hands on the timer. */
export function TimerControls({ timer, position, act }: TimerControlsProps) {
  const [planning, setPlanning] = useState(false);
  const runs = timer !== null && position?.phase !== "done";
  if (!runs && !planning) {
    return (
      <Button
        size="s"
        icon="clock"
        onClick={() => {
          setPlanning(true);
        }}
      >
        Set the timer
      </Button>
    );
  }
  if (!runs) {
    return (
      <Plan
        onStart={(plan) => {
          setPlanning(false);
          act({ kind: "timer", do: "start", plan });
        }}
        onCancel={() => {
          setPlanning(false);
        }}
      />
    );
  }
  const paused = timer.pausedAt !== null;
  return (
    <div className={styles.row} role="group" aria-label="Timer controls">
      <Button
        size="s"
        icon={paused ? "play" : "pause"}
        onClick={() => {
          act({ kind: "timer", do: paused ? "resume" : "pause" });
        }}
      >
        {paused ? "Go on" : "Pause"}
      </Button>
      <Button
        size="s"
        look="quiet"
        icon="skip"
        onClick={() => {
          act({ kind: "timer", do: "skip" });
        }}
      >
        Skip
      </Button>
      <Button
        size="s"
        look="quiet"
        icon="stop"
        onClick={() => {
          act({ kind: "timer", do: "stop" });
        }}
      >
        Stop
      </Button>
    </div>
  );
}

function Plan({ onStart, onCancel }: { onStart: (plan: TimerPlan) => void; onCancel: () => void }) {
  const [fields, setFields] = useState<Fields>({ rounds: 5, work: 40, rest: 20 });
  const field = (name: keyof Fields, label: string, least: number, most: number) => (
    <label className={styles.field}>
      <span>{label}</span>
      <input
        type="number"
        name={name}
        inputMode="numeric"
        min={least}
        max={most}
        value={Number.isNaN(fields[name]) ? "" : fields[name]}
        onChange={(event) => {
          setFields({ ...fields, [name]: event.currentTarget.valueAsNumber });
        }}
      />
    </label>
  );
  return (
    <form
      className={styles.plan}
      aria-label="Timer"
      onSubmit={(event) => {
        event.preventDefault();
        const values = new FormData(event.currentTarget);
        const value = (name: string) => Number(text(values, name));
        onStart(planOf({ rounds: value("rounds"), work: value("work"), rest: value("rest") }));
      }}
    >
      <div className={styles.presets}>
        {PRESETS.map(([name, preset]) => (
          <button
            key={name}
            type="button"
            onClick={() => {
              setFields(preset);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <div className={styles.fields}>
        {field("rounds", "Rounds", 1, 100)}
        {field("work", "Work, s", 1, 3600)}
        {field("rest", "Rest, s", 0, 3600)}
      </div>
      <div className={styles.row}>
        <Button type="submit" size="s" icon="play">
          Start
        </Button>
        <Button size="s" look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <span className={styles.hint}>
          <Icon name="clock" size={16} /> 5 s to get ready
        </span>
      </div>
    </form>
  );
}

function within(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : least;
}
