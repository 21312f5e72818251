import type { Report } from "../../api/model";
import styles from "./StateBadge.module.css";
import { STATES } from "./words";

/** What became of a report, in a word. */
export function StateBadge({ state }: { state: Report["state"] }) {
  return <span className={`${styles.badge ?? ""} ${styles[state] ?? ""}`}>{STATES[state]}</span>;
}
