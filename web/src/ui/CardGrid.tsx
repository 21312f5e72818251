import { Children, type ReactNode } from "react";
import styles from "./CardGrid.module.css";
import { Skeleton } from "./Skeleton";

/** Cards in as many columns as fit; `dense` for those without a picture. */
export function CardGrid({ children, label, dense = false }: { children: ReactNode; label: string; dense?: boolean }) {
  return (
    <ul className={dense ? `${styles.grid} ${styles.dense}` : styles.grid} aria-label={label}>
      {Children.map(children, (child) => (
        <li>{child}</li>
      ))}
    </ul>
  );
}

/** What a grid looks like before its cards are there. */
export function CardGridSkeleton({ count = 6 }: { count?: number }) {
  return (
    <div className={styles.grid} aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={styles.ghost}>
          <Skeleton shape="poster" />
          <Skeleton width="85%" />
          <Skeleton width="55%" />
        </div>
      ))}
    </div>
  );
}
