import type { Action } from "../../../../live/protocol";
import { ranking, repsOf } from "../../../../live/room";
import type { RoomView } from "../../../../live/room-view";
import { IconButton } from "../../../../ui/Button";
import { Icon } from "../../../../ui/icons";
import styles from "./Reps.module.css";

/** So many of the class's best are listed; the viewer stands below them when further down. */
const LISTED = 5;

/** What I have counted, with one large button to count on. */
export function OwnReps({ room, me, act }: { room: RoomView; me: string; act: (action: Action) => void }) {
  const count = repsOf(room, me);
  return (
    <div className={styles.own} role="group" aria-label="My repetitions">
      <IconButton
        icon="minus"
        label="One repetition less"
        disabled={count === 0}
        onClick={() => {
          act({ kind: "rep", delta: -1 });
        }}
      />
      <p className={styles.count} role="status">
        <strong>{count}</strong>
        <span>my reps</span>
      </p>
      <button
        type="button"
        className={styles.plus}
        aria-label="One repetition more"
        aria-keyshortcuts="R"
        title="One repetition more (R)"
        onClick={() => {
          act({ kind: "rep", delta: 1 });
        }}
      >
        <Icon name="plus" size={26} />
      </button>
    </div>
  );
}

/** What the class has counted together, and who counted most. */
export function ClassBoard({ room, me }: { room: RoomView; me: string }) {
  const { exercise, total } = room;
  const ranked = ranking(room);
  if (ranked.length === 0 && exercise.goal === null) return null;
  const rows = ranked.map((reps, index) => ({ ...reps, place: index + 1 }));
  const shown = rows.filter((row) => row.place <= LISTED || row.participant === me);
  const goal = exercise.goal;
  return (
    <div className={styles.board}>
      {goal !== null && (
        <div className={styles.goal}>
          <p>
            Together <strong>{total}</strong> of {goal}
            {total >= goal && " · reached!"}
          </p>
          <span className={styles.bar} aria-hidden="true">
            <span style={{ width: `${Math.min(100, (total / goal) * 100)}%` }} />
          </span>
        </div>
      )}
      {shown.length > 0 && (
        <ol className={styles.list} aria-label="Repetitions of the class">
          {shown.map((row) => (
            <li key={row.participant} value={row.place} data-me={row.participant === me}>
              <span className={styles.place}>{row.place}</span>
              <span className={styles.name}>{row.participant === me ? "You" : row.name}</span>
              <strong>{row.count}</strong>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
