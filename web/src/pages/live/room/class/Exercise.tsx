import { useState } from "react";
import type { Action } from "../../../../live/protocol";
import type { Exercise as Shown } from "../../../../live/room-view";
import { Button, IconButton } from "../../../../ui/Button";
import { TextField } from "../../../../ui/Field";
import { text } from "../../../../ui/submission";
import styles from "./Exercise.module.css";

interface ExerciseProps {
  exercise: Shown;
  /** The trainer names it. */
  hosts: boolean;
  act: (action: Action) => void;
}

/** What everybody does now. */
export function Exercise({ exercise, hosts, act }: ExerciseProps) {
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <form
        className={styles.form}
        aria-label="Name the exercise"
        onSubmit={(event) => {
          event.preventDefault();
          const values = new FormData(event.currentTarget);
          const goal = Math.round(Number(text(values, "goal")));
          act({ kind: "exercise", name: text(values, "name").trim(), goal: goal >= 1 ? goal : null });
          setEditing(false);
        }}
      >
        <TextField label="Exercise" name="name" maxLength={80} defaultValue={exercise.name} placeholder="Squats" />
        <TextField
          label="Goal of the class (optional)"
          name="goal"
          type="number"
          inputMode="numeric"
          min={1}
          max={1_000_000}
          defaultValue={exercise.goal ?? ""}
        />
        <div>
          <Button type="submit" size="s">
            Show it
          </Button>
          <Button
            size="s"
            look="quiet"
            onClick={() => {
              setEditing(false);
            }}
          >
            Cancel
          </Button>
        </div>
      </form>
    );
  }
  if (exercise.name === "" && !hosts) return null;
  return (
    <div className={styles.exercise}>
      <h2 aria-live="polite">{exercise.name === "" ? "No exercise yet" : exercise.name}</h2>
      {hosts && (
        <IconButton
          icon="edit"
          label="Name the exercise"
          onClick={() => {
            setEditing(true);
          }}
        />
      )}
    </div>
  );
}
