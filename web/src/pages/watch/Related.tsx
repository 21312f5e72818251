import { Link } from "react-router";
import { useLibrary } from "../../api/queries";
import type { Card, Stream } from "../../api/model";
import { clockTime, counted, spokenTime } from "../../format/format";
import { Poster } from "../../ui/Poster";
import styles from "./WatchPage.module.css";

const SHOWN = 6;

/** What to watch next: of the same topic, filled up with more of the same instructor and then the newest. */
export function Related({ mediaId, stream }: { mediaId: string; stream: Stream }) {
  const [topic] = stream.metadata.topics;
  const sameTopic = useLibrary(topic === undefined ? { order: "watched" } : { topic }, SHOWN + 1);
  const sameInstructor = useLibrary({ instructor: stream.metadata.instructor.userId }, SHOWN + 1);
  const newest = useLibrary({}, SHOWN + 1);
  const found = [sameTopic, sameInstructor, newest].flatMap((list) => list.data?.pages.flatMap((page) => page.items) ?? []);
  const related = [...new Map(found.map((card) => [card.mediaId, card])).values()]
    .filter((card) => card.mediaId !== mediaId)
    .slice(0, SHOWN);
  if (related.length === 0) return null;
  return (
    <section className={styles.related} aria-labelledby="related">
      <h2 id="related">Next up</h2>
      <ul>
        {related.map((card) => (
          <li key={card.mediaId}>
            <RelatedCard card={card} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RelatedCard({ card }: { card: Card }) {
  return (
    <article className={styles.card}>
      <div className={styles.picture}>
        <Poster mediaId={card.mediaId} url={card.poster} />
        {card.runtimeMs > 0 && (
          <span className={styles.time}>
            <span aria-hidden="true">{clockTime(card.runtimeMs)}</span>
            <span className="visually-hidden">{spokenTime(card.runtimeMs)}</span>
          </span>
        )}
      </div>
      <div>
        <h3>
          <Link to={`/watch/${card.mediaId}`}>{card.title}</Link>
        </h3>
        <p className={styles.soft}>{card.instructor.displayName}</p>
        {card.views > 0 && <p className={styles.soft}>{counted(card.views, "view")}</p>}
      </div>
    </article>
  );
}
