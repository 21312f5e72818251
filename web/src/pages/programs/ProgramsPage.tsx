import { useSearchParams } from "react-router";
import { useTopics } from "../../api/queries";
import { usePage } from "../../app/page";
import { ButtonLink } from "../../ui/Button";
import { CardGrid, CardGridSkeleton } from "../../ui/CardGrid";
import { ChipLink } from "../../ui/Chip";
import { More } from "../../ui/More";
import { EmptyState, ErrorState, LoadingNote } from "../../ui/States";
import { LibraryTabs } from "./LibraryTabs";
import { ProgramTile } from "./ProgramTile";
import styles from "./ProgramsPage.module.css";
import { useJoinedPrograms, usePrograms } from "./queries";

/** Programs: those one is in first, then all, by topic. */
export function ProgramsPage() {
  const heading = usePage("Programs");
  const [params] = useSearchParams();
  const topic = params.get("topic");
  const topics = useTopics();
  const joined = useJoinedPrograms();
  const programs = usePrograms(topic === null ? {} : { topic });
  const found = programs.data?.pages.flatMap((page) => page.items) ?? [];
  const mine = joined.data?.items ?? [];
  return (
    <div className={styles.page}>
      <h1 ref={heading} tabIndex={-1}>
        Browse
      </h1>
      <LibraryTabs current="programs" />
      {mine.length > 0 && (
        <section aria-labelledby="mine" className={styles.part}>
          <h2 id="mine">Your programs</h2>
          <CardGrid label="Your programs">
            {mine.map((program) => (
              <ProgramTile key={program.programId} program={program} />
            ))}
          </CardGrid>
        </section>
      )}
      <section aria-labelledby="all" className={styles.part}>
        <h2 id="all">{mine.length > 0 ? "All programs" : "Programs"}</h2>
        <nav aria-label="Topics" className={styles.topics}>
          <ul>
            <li>
              <ChipLink to="/programs" current={topic === null}>
                All topics
              </ChipLink>
            </li>
            {topics.data?.items.map((one) => (
              <li key={one.slug}>
                <ChipLink to={`/programs?topic=${one.slug}`} current={one.slug === topic}>
                  {one.name}
                </ChipLink>
              </li>
            ))}
          </ul>
        </nav>
        <LoadingNote loading={programs.isPending} text="Loading programs" />
        {programs.isPending ? (
          <CardGridSkeleton count={3} />
        ) : programs.isError && found.length === 0 ? (
          <ErrorState error={programs.error} retry={() => void programs.refetch()} />
        ) : found.length === 0 && !programs.hasNextPage ? (
          <EmptyState
            icon="browse"
            title="No programs here yet"
            actions={
              topic === null ? (
                <ButtonLink to="/browse">Browse workouts</ButtonLink>
              ) : (
                <ButtonLink to="/programs">All programs</ButtonLink>
              )
            }
          >
            A program is a plan over weeks, made by an instructor. Until there is one here, pick a single workout.
          </EmptyState>
        ) : (
          <>
            <CardGrid label="Programs">
              {found.map((program) => (
                <ProgramTile key={program.programId} program={program} />
              ))}
            </CardGrid>
            <More pages={programs} />
          </>
        )}
      </section>
    </div>
  );
}
