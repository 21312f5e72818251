import { Link } from "react-router";
import { usePage } from "../../app/page";
import { LiveNow } from "../live/listing/LiveNow";
import { YourWeek } from "../progress/YourWeek";
import { useFeed, useInstructors, useOwnProfile, useTopics } from "../../api/queries";
import type { FeedCard } from "../../api/model";
import { ButtonLink } from "../../ui/Button";
import { CardGrid, CardGridSkeleton } from "../../ui/CardGrid";
import { MediaCard } from "../../ui/MediaCard";
import { More } from "../../ui/More";
import { PersonCard } from "../../ui/PersonCard";
import { EmptyState, ErrorState, LoadingNote } from "../../ui/States";
import { SubscribeButton } from "../../ui/SubscribeButton";
import { NextUp } from "./NextUp";
import styles from "./Feed.module.css";

/** What the instructors and topics one subscribes to published, newest first. */
export function Feed() {
  const heading = usePage("Your feed");
  const feed = useFeed();
  const { data: profile } = useOwnProfile();
  const items = feed.data?.pages.flatMap((page) => page.items) ?? [];
  const [first, ...others] = items;

  return (
    <div className={styles.feed}>
      <header>
        <h1 ref={heading} tabIndex={-1}>
          {profile === undefined ? "Your feed" : `${greeting(new Date())}, ${profile.displayName.split(" ")[0] ?? ""}`}
        </h1>
        <p className={styles.lead}>New from the instructors and topics you subscribe to.</p>
      </header>
      <NextUp />
      <YourWeek />
      <LiveNow />
      <LoadingNote loading={feed.isPending} text="Loading your feed" />
      {feed.isPending ? (
        <CardGridSkeleton />
      ) : feed.isError && items.length === 0 ? (
        <ErrorState error={feed.error} retry={() => void feed.refetch()} />
      ) : first === undefined ? (
        <Beginnings subscribed={(profile?.subscriptions.length ?? 0) > 0} />
      ) : (
        <section aria-labelledby="feed">
          <h2 id="feed" className="visually-hidden">
            Newest first
          </h2>
          <div className={styles.newest}>
            <MediaCard card={first} lead note={<Reasons card={first} />} />
          </div>
          {others.length > 0 && (
            <CardGrid label="Earlier in your feed">
              {others.map((card, index) => (
                <MediaCard key={card.mediaId} card={card} eager={index < 3} note={<Reasons card={card} />} />
              ))}
            </CardGrid>
          )}
          <More pages={feed} end="That is all from your subscriptions." />
        </section>
      )}
    </div>
  );
}

/** Which subscribed topics brought it here. The instructor is named by the card already. */
function Reasons({ card }: { card: FeedCard }) {
  const { data: topics } = useTopics();
  const named = topics?.items.filter((topic) => card.reasons.includes(topic.slug)) ?? [];
  if (named.length === 0) return null;
  return (
    <p className={styles.reasons}>
      {named.map((topic) => (
        <Link key={topic.slug} to={`/browse?topic=${topic.slug}`}>
          {topic.name}
        </Link>
      ))}
    </p>
  );
}

/** An empty feed: the sources to begin with. */
function Beginnings({ subscribed }: { subscribed: boolean }) {
  const topics = useTopics();
  const instructors = useInstructors(6);
  const people = instructors.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <EmptyState
        icon="home"
        title={subscribed ? "Nothing published yet" : "Fill your feed"}
        actions={<ButtonLink to="/browse">Browse all workouts</ButtonLink>}
      >
        {subscribed
          ? "Your instructors and topics have not published anything yet. It shows up here the moment they do."
          : "Subscribe to topics and instructors below. What they have published comes here at once, and what is new comes first."}
      </EmptyState>
      {topics.data !== undefined && topics.data.items.length > 0 && (
        <section className={styles.sources} aria-labelledby="topics">
          <h2 id="topics">Topics</h2>
          <ul className={styles.topics}>
            {topics.data.items.map((topic) => (
              <li key={topic.slug}>
                <div>
                  <h3>
                    <Link to={`/browse?topic=${topic.slug}`}>{topic.name}</Link>
                  </h3>
                  <p>{topic.description}</p>
                </div>
                <SubscribeButton source={topic.slug} name={topic.name} size="s" />
              </li>
            ))}
          </ul>
        </section>
      )}
      {people.length > 0 && (
        <section className={styles.sources} aria-labelledby="instructors">
          <h2 id="instructors">Instructors</h2>
          <CardGrid label="Instructors" dense>
            {people.map((person) => (
              <PersonCard key={person.userId} person={person} />
            ))}
          </CardGrid>
        </section>
      )}
    </>
  );
}

function greeting(now: Date): string {
  const hour = now.getHours();
  if (hour >= 5 && hour < 12) return "Good morning";
  return hour >= 12 && hour < 18 ? "Good afternoon" : "Good evening";
}
