import { usePage } from "../app/page";
import { ButtonLink } from "../ui/Button";
import styles from "./Notice.module.css";

export function NotFoundPage() {
  const heading = usePage("Page not found");
  return (
    <div className={styles.notice}>
      <p className={styles.number} aria-hidden="true">
        404
      </p>
      <h1 ref={heading} tabIndex={-1}>
        There is nothing here
      </h1>
      <p>The address may be mistyped, or what it named has been taken away.</p>
      <div>
        <ButtonLink to="/">Go to the start</ButtonLink>
        <ButtonLink to="/browse" look="quiet">
          Browse workouts
        </ButtonLink>
      </div>
    </div>
  );
}
