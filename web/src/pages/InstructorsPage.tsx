import { useInstructors } from "../api/queries";
import { usePage } from "../app/page";
import { ButtonLink } from "../ui/Button";
import { CardGrid, CardGridSkeleton } from "../ui/CardGrid";
import { More } from "../ui/More";
import { PersonCard } from "../ui/PersonCard";
import { EmptyState, ErrorState, LoadingNote } from "../ui/States";
import styles from "./InstructorsPage.module.css";

export function InstructorsPage() {
  const heading = usePage("Instructors");
  const instructors = useInstructors();
  const people = instructors.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.page}>
      <header>
        <h1 ref={heading} tabIndex={-1}>
          Instructors
        </h1>
        <p>Subscribe to the people you like to train with. What they publish comes to your feed.</p>
      </header>
      <LoadingNote loading={instructors.isPending} text="Loading instructors" />
      {instructors.isPending ? (
        <CardGridSkeleton />
      ) : instructors.isError && people.length === 0 ? (
        <ErrorState error={instructors.error} retry={() => void instructors.refetch()} />
      ) : people.length === 0 ? (
        <EmptyState
          icon="people"
          title="No instructors yet"
          actions={<ButtonLink to="/sign-up?role=instructor">Become the first</ButtonLink>}
        >
          Nobody teaches here so far.
        </EmptyState>
      ) : (
        <section aria-labelledby="everyone">
          <h2 id="everyone" className="visually-hidden">
            Everyone who teaches
          </h2>
          <CardGrid label="Instructors" dense>
            {people.map((person) => (
              <PersonCard key={person.userId} person={person} />
            ))}
          </CardGrid>
          <More pages={instructors} />
        </section>
      )}
    </div>
  );
}
