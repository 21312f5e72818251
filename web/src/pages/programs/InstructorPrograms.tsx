import { CardGrid } from "../../ui/CardGrid";
import { More } from "../../ui/More";
import styles from "./ProgramsPage.module.css";
import { ProgramTile } from "./ProgramTile";
import { usePrograms } from "./queries";

/** The programs of an instructor, on that person's page; nothing while there is none. */
export function InstructorPrograms({ userId, displayName }: { userId: string; displayName: string }) {
  const programs = usePrograms({ instructor: userId });
  const items = programs.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="programs" className={styles.part}>
      <h2 id="programs">Programs</h2>
      <CardGrid label={`Programs by ${displayName}`}>
        {items.map((program) => (
          <ProgramTile key={program.programId} program={program} />
        ))}
      </CardGrid>
      <More pages={programs} />
    </section>
  );
}
