import { Link } from "react-router";
import styles from "../LibraryTabs.module.css";

/** The parts of the studio. */
export function StudioTabs({ current }: { current: "workouts" | "programs" }) {
  return (
    <nav aria-label="Studio" className={styles.tabs}>
      <Link to="/studio" aria-current={current === "workouts" ? "page" : undefined}>
        Workouts
      </Link>
      <Link to="/studio/programs" aria-current={current === "programs" ? "page" : undefined}>
        Programs
      </Link>
    </nav>
  );
}
