import { Link } from "react-router";
import { Avatar } from "./Avatar";
import styles from "./PersonCard.module.css";
import { SubscribeButton } from "./SubscribeButton";

interface Person {
  userId: string;
  displayName: string;
  bio: string;
  avatarMediaId: string | null;
}

/** An instructor in a listing. */
export function PersonCard({ person }: { person: Person }) {
  return (
    <article className={styles.card}>
      <Avatar person={person} size="l" />
      <div className={styles.words}>
        <h3>
          <Link to={`/instructors/${encodeURIComponent(person.userId)}`} className={styles.name}>
            {person.displayName}
          </Link>
        </h3>
        {person.bio !== "" && <p>{person.bio}</p>}
      </div>
      <div className={styles.action}>
        <SubscribeButton source={person.userId} name={person.displayName} size="s" />
      </div>
    </article>
  );
}
