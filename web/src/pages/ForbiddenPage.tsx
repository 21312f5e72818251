import { usePage } from "../app/page";
import { ButtonLink } from "../ui/Button";
import styles from "./Notice.module.css";

/** A signed-in person whose role this page is not for. */
export function ForbiddenPage() {
  const heading = usePage("For instructors");
  return (
    <div className={styles.notice}>
      <h1 ref={heading} tabIndex={-1}>
        This page is for instructors
      </h1>
      <p>Your account can watch and subscribe. To publish workouts, create an account as an instructor.</p>
      <div>
        <ButtonLink to="/">Go to your feed</ButtonLink>
      </div>
    </div>
  );
}
