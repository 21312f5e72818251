import { Link, type To } from "react-router";
import styles from "./Chip.module.css";

/** A word to choose by, as a link: the choice stands in the address. */
export function ChipLink({ to, current = false, children }: { to: To; current?: boolean; children: string }) {
  return (
    <Link to={to} className={styles.chip} aria-current={current || undefined} preventScrollReset>
      {children}
    </Link>
  );
}
