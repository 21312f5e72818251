import { Link } from "react-router";
import styles from "./LibraryTabs.module.css";

/** Between single workouts and programs; on a phone, whose tabs have no place for it, to the instructors too. */
export function LibraryTabs({ current }: { current: "workouts" | "programs" }) {
  return (
    <nav aria-label="Library" className={styles.tabs}>
      <Link to="/browse" aria-current={current === "workouts" ? "page" : undefined}>
        Workouts
      </Link>
      <Link to="/programs" aria-current={current === "programs" ? "page" : undefined}>
        Programs
      </Link>
      <Link to="/instructors" className={styles.phone}>
        Instructors
      </Link>
    </nav>
  );
}
