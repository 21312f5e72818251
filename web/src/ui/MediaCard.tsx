import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Card } from "../api/model";
import { ago, clockTime, counted, spokenTime } from "../format/format";
import styles from "./MediaCard.module.css";
import { Poster } from "./Poster";

interface MediaCardProps {
  card: Card;
  /** Larger, beside its description: the newest item of a page. */
  lead?: boolean;
  /** Why it is here, below the title. */
  note?: ReactNode;
  /** Its picture is on the first screen. */
  eager?: boolean;
  /** The instructor is already named by the page. */
  unsigned?: boolean;
}

/** A video in a listing. The title is the link; its area covers the poster, too. */
export function MediaCard({ card, lead = false, note, eager = false, unsigned = false }: MediaCardProps) {
  const facts = [
    card.views > 0 && counted(card.views, "view"),
    card.publishedAt !== null && ago(card.publishedAt),
  ].filter((fact) => fact !== false);
  return (
    <article className={lead ? `${styles.card} ${styles.lead}` : styles.card}>
      <div className={styles.picture}>
        <Poster mediaId={card.mediaId} url={card.poster} eager={eager || lead} />
        {card.status === "processing" && <span className={styles.early}>Still being prepared</span>}
        {card.runtimeMs > 0 && (
          <span className={styles.time}>
            <span aria-hidden="true">{clockTime(card.runtimeMs)}</span>
            <span className="visually-hidden">{spokenTime(card.runtimeMs)}</span>
          </span>
        )}
      </div>
      <div className={styles.words}>
        <h3>
          <Link to={`/watch/${card.mediaId}`} className={styles.title}>
            {card.title}
          </Link>
        </h3>
        {lead && card.description !== "" && <p className={styles.description}>{card.description}</p>}
        <p className={styles.facts}>
          {!unsigned && (
            <Link to={`/instructors/${encodeURIComponent(card.instructor.userId)}`}>{card.instructor.displayName}</Link>
          )}
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
        {note}
      </div>
    </article>
  );
}
