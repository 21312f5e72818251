import styles from "./Skeleton.module.css";

/** A quiet placeholder of what is coming. Hidden from screen readers: the page says in words that it loads. */
export function Skeleton({
  shape = "line",
  width = "100%",
}: {
  shape?: "line" | "title" | "poster" | "round" | "block";
  width?: string;
}) {
  return <span className={`${styles.skeleton} ${styles[shape]}`} style={{ width }} aria-hidden="true" />;
}
