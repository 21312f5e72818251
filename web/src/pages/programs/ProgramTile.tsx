import { Link } from "react-router";
import type { ProgramCard } from "../../api/model";
import { Lanes } from "../../ui/Lanes";
import { Poster } from "../../ui/Poster";
import { ProgressBar } from "./ProgressBar";
import styles from "./ProgramTile.module.css";
import { howFar, levelLabel, sizeOf } from "./words";

/** A program in a listing. The whole tile leads to it. */
export function ProgramTile({ program, to, note }: { program: ProgramCard; to?: string; note?: string }) {
  const { progress, cover } = program;
  return (
    <article className={styles.tile}>
      <div className={styles.picture}>
        {cover === null ? (
          <span className={styles.blank}>
            <Lanes />
          </span>
        ) : (
          <Poster mediaId={cover} url={program.poster} />
        )}
        <span className={styles.size}>{sizeOf(program)}</span>
      </div>
      <div className={styles.words}>
        <h3>
          <Link to={to ?? `/programs/${program.programId}`}>{program.title}</Link>
        </h3>
        <p className={styles.soft}>
          {levelLabel(program.level)} · {program.instructor.displayName}
        </p>
        {note !== undefined && <p className={styles.note}>{note}</p>}
        {progress !== null && (
          <>
            <ProgressBar done={progress.done} total={progress.total} />
            <p className={styles.soft}>{howFar(progress)}</p>
          </>
        )}
      </div>
    </article>
  );
}
