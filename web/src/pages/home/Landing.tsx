import { Link } from "react-router";
import { usePage } from "../../app/page";
import { useInstructors, useLibrary, useTopics } from "../../api/queries";
import { ButtonLink } from "../../ui/Button";
import { CardGrid, CardGridSkeleton } from "../../ui/CardGrid";
import { ChipLink } from "../../ui/Chip";
import { Lanes } from "../../ui/Lanes";
import { MediaCard } from "../../ui/MediaCard";
import { PersonCard } from "../../ui/PersonCard";
import { Poster } from "../../ui/Poster";
import { ErrorState, LoadingNote } from "../../ui/States";
import styles from "./Landing.module.css";

/** What a visitor sees first: the claim, and real workouts, topics and instructors right below. */
export function Landing() {
  const heading = usePage("");
  const library = useLibrary({ order: "newest" }, 6);
  const topics = useTopics();
  const instructors = useInstructors(4);
  const cards = library.data?.pages[0]?.items ?? [];
  const people = instructors.data?.pages[0]?.items ?? [];

  return (
    <div className={styles.landing}>
      <section className={styles.hero} aria-labelledby="claim">
        <Lanes />
        <div className={styles.claim}>
          <h1 id="claim" ref={heading} tabIndex={-1}>
            Your gym is wherever you are.
          </h1>
          <p>
            Workouts on demand from instructors you choose. Subscribe to the people and topics you train with; what they
            publish comes to your feed, and it plays smoothly on whatever line you have.
          </p>
          <div className={styles.actions}>
            <ButtonLink to="/sign-up" size="l">
              Create an account
            </ButtonLink>
            <ButtonLink to="/browse" look="quiet" size="l" icon="play">
              See the workouts
            </ButtonLink>
          </div>
        </div>
        {cards.length >= 3 && (
          <div className={styles.collage} aria-hidden="true">
            {cards.slice(0, 3).map((card) => (
              <Poster key={card.mediaId} mediaId={card.mediaId} url={card.poster} eager />
            ))}
          </div>
        )}
      </section>

      <section aria-labelledby="newest">
        <div className={styles.head}>
          <h2 id="newest">Newest workouts</h2>
          <Link to="/browse">All workouts</Link>
        </div>
        <LoadingNote loading={library.isPending} text="Loading workouts" />
        {library.isPending ? (
          <CardGridSkeleton count={3} />
        ) : library.isError ? (
          <ErrorState error={library.error} retry={() => void library.refetch()} />
        ) : cards.length === 0 ? (
          <p className={styles.soft}>The first workouts are on their way.</p>
        ) : (
          <CardGrid label="New workouts">
            {cards.map((card) => (
              <MediaCard key={card.mediaId} card={card} />
            ))}
          </CardGrid>
        )}
      </section>

      {topics.data !== undefined && topics.data.items.length > 0 && (
        <section aria-labelledby="topics">
          <div className={styles.head}>
            <h2 id="topics">Pick what you train</h2>
          </div>
          <ul className={styles.topics}>
            {topics.data.items.map((topic) => (
              <li key={topic.slug}>
                <ChipLink to={`/browse?topic=${topic.slug}`}>{topic.name}</ChipLink>
              </li>
            ))}
          </ul>
        </section>
      )}

      {people.length > 0 && (
        <section aria-labelledby="people">
          <div className={styles.head}>
            <h2 id="people">Meet the instructors</h2>
            <Link to="/instructors">All instructors</Link>
          </div>
          <CardGrid label="Instructors" dense>
            {people.map((person) => (
              <PersonCard key={person.userId} person={person} />
            ))}
          </CardGrid>
        </section>
      )}

      <section className={styles.teach} aria-labelledby="teach">
        <div>
          <h2 id="teach">You teach?</h2>
          <p>
            Upload from any device, close the tab, go on later: nothing is lost. Your subscribers watch the first minutes
            while the rest is still being prepared.
          </p>
        </div>
        <ButtonLink to="/sign-up?role=instructor" size="l">
          Become an instructor
        </ButtonLink>
      </section>
    </div>
  );
}
