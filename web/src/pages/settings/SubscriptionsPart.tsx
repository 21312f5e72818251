import { useQueries } from "@tanstack/react-query";
import { Link } from "react-router";
import { useOwnProfile, useTopics } from "../../api/queries";
import { usePage } from "../../app/page";
import { useApi } from "../../session/context";
import { Avatar } from "../../ui/Avatar";
import { ButtonLink } from "../../ui/Button";
import { Icon } from "../../ui/icons";
import { Skeleton } from "../../ui/Skeleton";
import { EmptyState, ErrorState, LoadingNote } from "../../ui/States";
import { SubscribeButton } from "../../ui/SubscribeButton";
import { Part } from "./Part";
import styles from "./Part.module.css";
import rows from "./SubscriptionsPart.module.css";

export function SubscriptionsPart() {
  const heading = usePage("Subscriptions");
  const profile = useOwnProfile();
  const topics = useTopics();
  const waiting = profile.isPending || topics.isPending;
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={styles.heading}>
        Subscriptions
      </h1>
      <LoadingNote loading={waiting} text="Loading your subscriptions" />
      {profile.isError || topics.isError ? (
        <ErrorState
          error={profile.error ?? topics.error}
          retry={() => {
            void profile.refetch();
            void topics.refetch();
          }}
        />
      ) : waiting ? (
        <Skeleton shape="block" />
      ) : (
        <Sources sources={profile.data.subscriptions} topics={topics.data.items} />
      )}
    </>
  );
}

function Sources({ sources, topics }: { sources: string[]; topics: { slug: string; name: string }[] }) {
  const api = useApi();
  const followed = topics.filter((topic) => sources.includes(topic.slug));
  const ids = sources.filter((source) => !topics.some((topic) => topic.slug === source));
  const people = useQueries({
    queries: ids.map((userId) => ({
      queryKey: ["profile", userId],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get("/user", { signal, anonymous: true, about: userId }),
    })),
  });

  if (sources.length === 0) {
    return (
      <EmptyState
        icon="people"
        title="You follow nobody yet"
        actions={
          <>
            <ButtonLink to="/instructors">Find instructors</ButtonLink>
            <ButtonLink to="/browse" look="quiet">
              Browse topics
            </ButtonLink>
          </>
        }
      >
        Subscribe to instructors and topics, and what they publish comes to your feed.
      </EmptyState>
    );
  }
  return (
    <>
      {ids.length > 0 && (
        <Part title="Instructors">
          <ul className={rows.rows}>
            {ids.map((userId, index) => {
              const person = people[index]?.data ?? { userId, displayName: userId };
              return (
                <li key={userId}>
                  <Avatar person={person} />
                  <Link to={`/instructors/${encodeURIComponent(userId)}`}>{person.displayName}</Link>
                  <SubscribeButton source={userId} name={person.displayName} size="s" />
                </li>
              );
            })}
          </ul>
        </Part>
      )}
      {followed.length > 0 && (
        <Part title="Topics">
          <ul className={rows.rows}>
            {followed.map((topic) => (
              <li key={topic.slug}>
                <span className={rows.mark}>
                  <Icon name="browse" />
                </span>
                <Link to={`/browse?topic=${topic.slug}`}>{topic.name}</Link>
                <SubscribeButton source={topic.slug} name={topic.name} size="s" />
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}
