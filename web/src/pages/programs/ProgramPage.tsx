import { useState } from "react";
import { Link, useParams } from "react-router";
import type { Program } from "../../api/model";
import { asProblem } from "../../api/problem";
import { usePage } from "../../app/page";
import { clockTime, spokenTime } from "../../format/format";
import { useSession } from "../../session/context";
import { Button, ButtonLink } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/icons";
import { Poster } from "../../ui/Poster";
import { Skeleton } from "../../ui/Skeleton";
import { ErrorState, FormProblem, LoadingNote } from "../../ui/States";
import { useToast } from "../../ui/toast";
import { NotFoundPage } from "../NotFoundPage";
import { ProgressBar } from "./ProgressBar";
import styles from "./ProgramPage.module.css";
import { useMembership, useProgram } from "./queries";
import { howFar, levelLabel, sizeOf } from "./words";

/** A program: what it is, its weeks laid out, and for those who are in it what is done and what comes next. */
export function ProgramPage() {
  const { programId = "" } = useParams();
  const program = useProgram(programId);
  const heading = usePage(program.data?.title ?? "Program");
  if (program.isError && program.data === undefined) {
    return asProblem(program.error).status === 404 ? (
      <NotFoundPage />
    ) : (
      <ErrorState error={program.error} retry={() => void program.refetch()} />
    );
  }
  if (program.data === undefined) {
    return (
      <div className={styles.page}>
        <LoadingNote loading text="Loading the program" />
        <Skeleton shape="poster" />
        <Skeleton shape="title" width="50%" />
      </div>
    );
  }
  const { data } = program;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.picture}>{data.cover !== null && <Poster mediaId={data.cover} url={data.poster} eager />}</div>
        <div className={styles.words}>
          <p className={styles.facts}>
            {levelLabel(data.level)} program · {sizeOf(data)}
          </p>
          <h1 ref={heading} tabIndex={-1}>
            {data.title}
          </h1>
          <p>
            By{" "}
            <Link to={`/instructors/${encodeURIComponent(data.instructor.userId)}`}>{data.instructor.displayName}</Link>
          </p>
          {data.description !== "" && <p className={styles.description}>{data.description}</p>}
          {data.status === "archived" && (
            <p className={styles.soft}>This program is archived. You can finish it; nobody else can join.</p>
          )}
          <Part program={data} />
        </div>
      </header>
      <ol className={styles.weeks} aria-label="Weeks">
        {data.weeks.map((week, place) => (
          <li key={place}>
            <WeekPart program={data} week={week} number={place} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** One's own part in it: join, go on, leave. */
function Part({ program }: { program: Program }) {
  const { session } = useSession();
  const { join, leave } = useMembership(program.programId);
  const announce = useToast();
  const [asking, setAsking] = useState(false);
  if (session === null) {
    return (
      <div className={styles.actions}>
        <ButtonLink to={`/sign-in?${new URLSearchParams({ next: `/programs/${program.programId}` }).toString()}`}>
          Sign in to join
        </ButtonLink>
      </div>
    );
  }
  const { progress } = program;
  const own = session.userId === program.instructor.userId;
  const edit = own && (
    <ButtonLink to={`/studio/programs/${program.programId}`} look="quiet" icon="edit">
      Edit
    </ButtonLink>
  );
  if (progress === null) {
    return (
      <div className={styles.actions}>
        {program.status === "published" && (
          <Button
            size="l"
            icon="plus"
            busy={join.isPending}
            onClick={() => {
              join.mutate(undefined, {
                onSuccess: ({ message }) => {
                  announce(message);
                },
                onError: (error) => {
                  announce(asProblem(error).detail, "wrong");
                },
              });
            }}
          >
            Join program
          </Button>
        )}
        {edit}
      </div>
    );
  }
  return (
    <div className={styles.mine}>
      <ProgressBar done={progress.done} total={progress.total} />
      <p>
        <strong>{howFar(progress)}</strong>
        {progress.scheduled !== null && !progress.finished && (
          <span className={styles.soft}>
            {" "}
            · The plan is at week {progress.scheduled.week + 1}, day {progress.scheduled.day + 1}. Go at your own pace.
          </span>
        )}
      </p>
      <div className={styles.actions}>
        {progress.next !== null && (
          <ButtonLink to={`/watch/${progress.next.workout.mediaId}?program=${program.programId}`} size="l" icon="play">
            {progress.done === 0 ? "Start" : "Next"}: {progress.next.workout.title}
          </ButtonLink>
        )}
        <Button
          look="bare"
          onClick={() => {
            setAsking(true);
          }}
        >
          Leave program
        </Button>
        {edit}
      </div>
      <Dialog
        open={asking}
        title="Leave this program?"
        onClose={() => {
          if (leave.isError) leave.reset();
          setAsking(false);
        }}
      >
        <div className={styles.mine}>
          <p>
            Your workouts stay in your history. Should you join again, the program begins anew: only what you do from then
            on counts in it.
          </p>
          <FormProblem error={leave.error} />
          <Button
            look="danger"
            busy={leave.isPending}
            onClick={() => {
              leave.mutate(undefined, {
                onSuccess: ({ message }) => {
                  setAsking(false);
                  announce(message);
                },
              });
            }}
          >
            Leave program
          </Button>
        </div>
      </Dialog>
    </div>
  );
}

function WeekPart({ program, week, number }: { program: Program; week: Program["weeks"][number]; number: number }) {
  const workouts = week.days.flatMap((day) => day.workouts);
  const done = workouts.filter((each) => each.done).length;
  const { progress } = program;
  return (
    <section className={styles.week} aria-labelledby={`week-${number}`}>
      <h2 id={`week-${number}`}>
        Week {number + 1}
        {week.title !== "" && <span>{week.title}</span>}
        {progress !== null && (
          <small>
            {done} of {workouts.length}
          </small>
        )}
      </h2>
      <ol className={styles.days} aria-label={`Days of week ${number + 1}`}>
        {week.days.map((day, place) => {
          const scheduled = progress?.scheduled?.week === number && progress.scheduled.day === place;
          return (
            <li
              key={place}
              data-rest={day.workouts.length === 0 || undefined}
              data-scheduled={(scheduled && !progress.finished) || undefined}
            >
              <h3>
                <span aria-hidden="true">Day {place + 1}</span>
                <span className="visually-hidden">
                  Day {place + 1}
                  {scheduled && ", today in the plan"}
                </span>
              </h3>
              {day.workouts.length === 0 ? (
                <p className={styles.rest}>Rest</p>
              ) : (
                day.workouts.map((workout, slot) => <Workout key={slot} program={program} workout={workout} />)
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Workout({ program, workout }: { program: Program; workout: Program["weeks"][number]["days"][number]["workouts"][number] }) {
  const { card, done, next } = workout;
  if (card === null) {
    return (
      <p className={styles.hole}>
        {done ? (
          <>
            <Icon name="check" /> Done. No longer available.
          </>
        ) : (
          "No longer available. Skip it; it does not count."
        )}
      </p>
    );
  }
  return (
    <article className={styles.workout} data-done={done || undefined} data-next={next || undefined}>
      <div className={styles.thumb}>
        <Poster mediaId={card.mediaId} url={card.poster} />
        {done && (
          <span className={styles.tick}>
            <Icon name="check" />
          </span>
        )}
      </div>
      <div>
        <Link to={`/watch/${card.mediaId}?program=${program.programId}`}>{card.title}</Link>
        <p className={styles.soft}>
          <span aria-hidden="true">{clockTime(card.runtimeMs)}</span>
          <span className="visually-hidden">{spokenTime(card.runtimeMs)}</span>
          {done ? " · Done" : next ? " · Next" : ""}
        </p>
      </div>
    </article>
  );
}
