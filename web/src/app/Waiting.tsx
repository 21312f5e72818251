import styles from "./Waiting.module.css";

/** Before the first page's bundle is there. */
export function Waiting() {
  return (
    <p className={styles.waiting} role="status">
      Loading NEUFIT
    </p>
  );
}
