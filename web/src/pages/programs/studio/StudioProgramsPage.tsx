import type { ProgramCard } from "../../../api/model";
import { usePage } from "../../../app/page";
import { ButtonLink } from "../../../ui/Button";
import { CardGrid, CardGridSkeleton } from "../../../ui/CardGrid";
import { More } from "../../../ui/More";
import { EmptyState, ErrorState, LoadingNote } from "../../../ui/States";
import { ProgramTile } from "../ProgramTile";
import { usePrograms } from "../queries";
import styles from "../ProgramsPage.module.css";
import { StudioTabs } from "./StudioTabs";

const NOTES: Partial<Record<ProgramCard["status"], string>> = { draft: "Draft", archived: "Archived" };

/** One's own programs, in every state. */
export function StudioProgramsPage() {
  const heading = usePage("Your programs");
  const programs = usePrograms({ own: true });
  const items = programs.data?.pages.flatMap((page) => page.items) ?? [];
  const make = (
    <ButtonLink to="/studio/programs/new" icon="plus">
      New program
    </ButtonLink>
  );
  return (
    <div className={styles.page}>
      <h1 ref={heading} tabIndex={-1}>
        Studio
      </h1>
      <StudioTabs current="programs" />
      <LoadingNote loading={programs.isPending} text="Loading your programs" />
      {programs.isPending ? (
        <CardGridSkeleton count={3} />
      ) : programs.isError && items.length === 0 ? (
        <ErrorState error={programs.error} retry={() => void programs.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState icon="studio" title="Make your first program" actions={make}>
          Put your workouts into weeks, with days of rest in between. People join, follow day by day, and see how far they
          are.
        </EmptyState>
      ) : (
        <>
          <div>{make}</div>
          <CardGrid label="Your programs">
            {items.map((program) => {
              const note = NOTES[program.status];
              return (
                <ProgramTile
                  key={program.programId}
                  program={program}
                  to={`/studio/programs/${program.programId}`}
                  {...(note === undefined ? {} : { note })}
                />
              );
            })}
          </CardGrid>
          <More pages={programs} />
        </>
      )}
    </div>
  );
}
