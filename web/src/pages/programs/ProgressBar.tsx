import styles from "./ProgressBar.module.css";

/** How many of all are done. */
export function ProgressBar({ done, total }: { done: number; total: number }) {
  return (
    <span
      className={styles.bar}
      role="progressbar"
      aria-label="Workouts done"
      aria-valuemin={0}
      aria-valuemax={Math.max(1, total)}
      aria-valuenow={Math.min(done, Math.max(1, total))}
      aria-valuetext={`${done} of ${total}`}
    >
      <span style={{ width: `${total === 0 ? 0 : (Math.min(done, total) / total) * 100}%` }} />
    </span>
  );
}
