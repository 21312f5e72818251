import type { ReactNode } from "react";
import { Lanes } from "../ui/Lanes";
import styles from "./Entrance.module.css";

/** The frame of signing in and up: the form, and beside it on a wide screen what it is for. */
export function Entrance({ children }: { children: ReactNode }) {
  return (
    <div className={styles.entrance}>
      <div className={styles.form}>{children}</div>
      <aside className={styles.side} aria-label="About NEUFIT">
        <Lanes />
        <p className={styles.claim}>Train where you are.</p>
        <ul>
          <li>Workouts from instructors you choose</li>
          <li>A feed of only what you subscribe to</li>
          <li>Playback that stays smooth on a weak line</li>
        </ul>
      </aside>
    </div>
  );
}
