import type { Timer } from "../../../../live/room-view";
import { shownSeconds, type TimerPosition } from "../../../../live/timer";
import { clockTime } from "../../../../format/format";
import styles from "./TimerRing.module.css";
import { announcement, PHASE_WORDS } from "./words";

const RADIUS = 54;
const ROUND = 2 * Math.PI * RADIUS;
const FINAL_S = 3;

/** The shared timer: what is on, how long it still is, and in which round. Everybody in the room sees the same second. */
export function TimerRing({ timer, position }: { timer: Timer | null; position: TimerPosition | null }) {
  if (timer === null || position === null) {
    return (
      <div className={styles.timer} data-phase="none">
        <Ring share={0} />
        <p className={styles.words}>
          <span className={styles.idle}>No timer</span>
        </p>
      </div>
    );
  }
  const { phase, round, remainingMs, phaseMs } = position;
  const seconds = shownSeconds(remainingMs);
  const paused = timer.pausedAt !== null && phase !== "done";
  return (
    <div
      className={styles.timer}
      role="timer"
      aria-label={`${PHASE_WORDS[phase]}, round ${round} of ${timer.plan.rounds}`}
      data-phase={phase}
      data-paused={paused}
      data-final={!paused && seconds <= FINAL_S && phase !== "done"}
      data-seconds={seconds}
    >
      <Ring share={phase === "done" ? 1 : phaseMs === 0 ? 0 : (seconds * 1000) / phaseMs} />
      <p className={styles.words}>
        <span className={styles.phase}>{paused ? "Paused" : PHASE_WORDS[phase]}</span>
        <span key={seconds} className={styles.seconds}>
          {phase === "done" ? "✓" : seconds < 100 ? seconds : clockTime(seconds * 1000)}
        </span>
        <span className={styles.round}>
          {round} of {timer.plan.rounds}
        </span>
      </p>
    </div>
  );
}

/** Phase changes for those who don't see the ring. Stands apart from it, so that it is there before it has something to say. */
export function TimerAnnouncer({ timer, position }: { timer: Timer | null; position: TimerPosition | null }) {
  return (
    <p className="visually-hidden" role="status" aria-label="Timer">
      {announcement(timer, position)}
    </p>
  );
}

function Ring({ share }: { share: number }) {
  return (
    <svg viewBox="0 0 120 120" className={styles.ring} aria-hidden="true">
      <circle cx="60" cy="60" r={RADIUS} className={styles.track} />
      <circle
        cx="60"
        cy="60"
        r={RADIUS}
        className={styles.share}
        strokeDasharray={ROUND}
        strokeDashoffset={ROUND * (1 - Math.min(1, share))}
      />
    </svg>
  );
}
