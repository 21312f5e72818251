import styles from "./QualityBars.module.css";

const WORDS = ["no connection", "poor connection", "fair connection", "good connection"] as const;

/** How good somebody's connection is, from 0 to 3 (good). */
export function QualityBars({ quality }: { quality: number }) {
  const level = Math.min(3, Math.max(0, Math.round(quality)));
  return (
    <span className={styles.bars} role="img" aria-label={WORDS[level]} title={WORDS[level]} data-level={level}>
      <span />
      <span />
      <span />
    </span>
  );
}
