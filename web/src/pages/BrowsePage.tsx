import { type SubmitEvent, useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import type { Topic } from "../api/model";
import { useLibrary, useTopics } from "../api/queries";
import { usePage } from "../app/page";
import { LibraryTabs } from "./programs/LibraryTabs";
import { Button, ButtonLink } from "../ui/Button";
import { CardGrid, CardGridSkeleton } from "../ui/CardGrid";
import { Choice } from "../ui/Choice";
import { ChipLink } from "../ui/Chip";
import { Icon } from "../ui/icons";
import { MediaCard } from "../ui/MediaCard";
import { More } from "../ui/More";
import { EmptyState, ErrorState } from "../ui/States";
import { SubscribeButton } from "../ui/SubscribeButton";
import { text } from "../ui/submission";
import { type Filter, filterOf, paramsOf, queryOf } from "./browse/filter";
import styles from "./BrowsePage.module.css";

const LENGTHS = [
  { value: "any", label: "Any length" },
  { value: "short", label: "Under 10 min" },
  { value: "medium", label: "10–30 min" },
  { value: "long", label: "Over 30 min" },
] as const;

const ORDERS = [
  { value: "newest", label: "Newest" },
  { value: "watched", label: "Most watched" },
] as const;

/** The whole library. What is looked for stands in the address, so it can be shared and gone back to. */
export function BrowsePage() {
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params);
  const topics = useTopics();
  const topic = topics.data?.items.find((one) => one.slug === filter.topic);
  const heading = usePage(topic?.name ?? (filter.q === "" ? "Browse workouts" : `“${filter.q}”`));
  const library = useLibrary(queryOf(filter));
  const cards = library.data?.pages.flatMap((page) => page.items) ?? [];

  const change = (part: Partial<Filter>) => {
    setParams(paramsOf({ ...filter, ...part }), { preventScrollReset: true });
  };

  return (
    <div className={styles.browse}>
      <h1 ref={heading} tabIndex={-1}>
        Browse
      </h1>
      <LibraryTabs current="workouts" />
      <Words
        words={filter.q}
        search={(q) => {
          change({ q });
        }}
      />
      <nav aria-label="Topics" className={styles.topics}>
        <ul>
          <li>
            <ChipLink to={toFilter({ ...filter, topic: null })} current={filter.topic === null}>
              All topics
            </ChipLink>
          </li>
          {topics.data?.items.map((one) => (
            <li key={one.slug}>
              <ChipLink to={toFilter({ ...filter, topic: one.slug })} current={one.slug === filter.topic}>
                {one.name}
              </ChipLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.conditions}>
        <Choice
          label="Length"
          options={LENGTHS}
          value={filter.length ?? "any"}
          onChange={(length) => {
            change({ length: length === "any" ? null : length });
          }}
        />
        <Choice
          label="Order"
          options={ORDERS}
          value={filter.order}
          onChange={(order) => {
            change({ order });
          }}
        />
      </div>
      {topic !== undefined && <TopicHead topic={topic} />}
      <p role="status" className="visually-hidden">
        {library.isFetching
          ? "Looking for workouts"
          : library.isSuccess &&
            `${cards.length}${library.hasNextPage ? " or more" : ""} ${cards.length === 1 ? "workout" : "workouts"} found`}
      </p>
      {library.isPending ? (
        <CardGridSkeleton count={9} />
      ) : library.isError && cards.length === 0 ? (
        <ErrorState error={library.error} retry={() => void library.refetch()} />
      ) : cards.length === 0 && !library.hasNextPage ? (
        <Nothing filter={filter} />
      ) : (
        <section aria-labelledby="results" aria-busy={library.isPlaceholderData} className={styles.results}>
          <h2 id="results" className="visually-hidden">
            Workouts
          </h2>
          <CardGrid label="Workouts">
            {cards.map((card, index) => (
              <MediaCard key={card.mediaId} card={card} eager={index < 6} />
            ))}
          </CardGrid>
          <More pages={library} />
        </section>
      )}
    </div>
  );
}

function toFilter(filter: Filter) {
  return { search: paramsOf(filter).toString() };
}

function Words({ words, search }: { words: string; search: (words: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  // The address may change without this box: by the back button, or a link.
  useEffect(() => {
    if (input.current !== null && input.current.value.trim() !== words) input.current.value = words;
  }, [words]);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    search(text(new FormData(event.currentTarget), "q").trim());
  };
  return (
    <form role="search" className={styles.words} onSubmit={submit} aria-label="Workouts">
      <label className="visually-hidden" htmlFor="search-words">
        Words of a title, a description, a topic or an instructor
      </label>
      <Icon name="search" />
      <input
        ref={input}
        id="search-words"
        type="search"
        name="q"
        defaultValue={words}
        maxLength={200}
        placeholder="Title, topic, instructor"
        enterKeyHint="search"
        onChange={(event) => {
          // The box was emptied: show everything again, without a further press.
          if (event.target.value === "" && words !== "") search("");
        }}
      />
      <Button type="submit">Search</Button>
    </form>
  );
}

function TopicHead({ topic }: { topic: Topic }) {
  return (
    <section className={styles.topic} aria-label={topic.name}>
      <div>
        <h2>{topic.name}</h2>
        {topic.description !== "" && <p>{topic.description}</p>}
      </div>
      <SubscribeButton source={topic.slug} name={topic.name} />
    </section>
  );
}

function Nothing({ filter }: { filter: Filter }) {
  const narrow = filter.q !== "" || filter.topic !== null || filter.length !== null;
  return narrow ? (
    <EmptyState icon="search" title="Nothing found" actions={<ButtonLink to="/browse">Show all workouts</ButtonLink>}>
      No workout fits all of this. Try fewer or shorter words, another topic, or any length.
    </EmptyState>
  ) : (
    <EmptyState icon="browse" title="No workouts yet" actions={<ButtonLink to="/instructors">See instructors</ButtonLink>}>
      Nothing has been published so far. Subscribe to instructors to be the first to know.
    </EmptyState>
  );
}
