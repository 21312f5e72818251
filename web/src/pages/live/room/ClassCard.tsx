import type { Action } from "../../../live/protocol";
import type { RoomView } from "../../../live/room-view";
import type { TimerPosition } from "../../../live/timer";
import styles from "./ClassCard.module.css";
import { Exercise } from "./class/Exercise";
import { ClassBoard, OwnReps } from "./class/Reps";
import { TimerControls } from "./timer/TimerControls";
import { TimerRing } from "./timer/TimerRing";

interface ClassCardProps {
  room: RoomView;
  me: string;
  hosts: boolean;
  position: TimerPosition | null;
  /** Beside other things: the ring is small, with the rest at its side. */
  compact: boolean;
  act: (action: Action) => void;
}

/** What everybody does now: the timer, the exercise, the repetitions. */
export function ClassCard({ room, me, hosts, position, compact, act }: ClassCardProps) {
  return (
    <section className={styles.card} data-compact={compact} aria-label="Workout">
      <TimerRing timer={room.timer} position={position} />
      <div className={styles.beside}>
        <Exercise exercise={room.exercise} hosts={hosts} act={act} />
        {(!hosts || room.kind === "shared_workout") && <OwnReps room={room} me={me} act={act} />}
        {hosts && <TimerControls timer={room.timer} position={position} act={act} />}
      </div>
      <div className={styles.board}>
        <ClassBoard room={room} me={me} />
      </div>
    </section>
  );
}
