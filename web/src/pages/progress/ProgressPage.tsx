import { Link } from "react-router";
import type { HistoryItem } from "../../api/model";
import { asProblem } from "../../api/problem";
import { usePage } from "../../app/page";
import { spokenTime } from "../../format/format";
import { Button, ButtonLink } from "../../ui/Button";
import { Icon, type IconName } from "../../ui/icons";
import { More } from "../../ui/More";
import { Skeleton } from "../../ui/Skeleton";
import { EmptyState, ErrorState, LoadingNote } from "../../ui/States";
import { useToast } from "../../ui/toast";
import { HeatMap, WeekBars } from "./Charts";
import { Figures } from "./Figures";
import styles from "./ProgressPage.module.css";
import { useDone, useHistory, useHistorySummary } from "./queries";
import { byDay, minutesOf } from "./weeks";

/** What one did: streaks, minutes, a year at a glance, and every workout. */
export function ProgressPage() {
  const heading = usePage("Your progress");
  const summary = useHistorySummary();
  return (
    <div className={styles.page}>
      <header>
        <h1 ref={heading} tabIndex={-1}>
          Your progress
        </h1>
        <p>Every workout, class and session that you finished. Only you see this.</p>
      </header>
      <LoadingNote loading={summary.isPending} text="Loading your progress" />
      {summary.isPending ? (
        <Skeleton shape="block" />
      ) : summary.data === undefined ? (
        <ErrorState error={summary.error} retry={() => void summary.refetch()} />
      ) : summary.data.all.workouts === 0 ? (
        <EmptyState
          icon="check"
          title="Your first workout starts it"
          actions={
            <>
              <ButtonLink to="/browse">Find a workout</ButtonLink>
              <ButtonLink to="/programs" look="quiet">
                Join a program
              </ButtonLink>
            </>
          }
        >
          Watch a workout to its end, or press “Mark as done” below it. Streaks, minutes and your history show up here.
        </EmptyState>
      ) : (
        <>
          <Figures summary={summary.data} />
          <div className={styles.charts}>
            <WeekBars summary={summary.data} />
            <HeatMap summary={summary.data} />
          </div>
          <History />
        </>
      )}
    </div>
  );
}

const LONG_DAY = new Intl.DateTimeFormat("en", { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" });

const KINDS: Readonly<Record<HistoryItem["kind"], readonly [IconName, string]>> = {
  video: ["play", "Workout"],
  group_class: ["live", "Class"],
  one_on_one: ["people", "Session"],
  shared_workout: ["people", "Watched together"],
};

function History() {
  const history = useHistory();
  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  const days = byDay(items);
  if (history.isPending) return <Skeleton shape="block" />;
  if (history.isError && items.length === 0) return <ErrorState error={history.error} retry={() => void history.refetch()} />;
  return (
    <section className={styles.history} aria-labelledby="history">
      <h2 id="history">History</h2>
      {days.map(([day, done]) => (
        <section key={day} aria-label={LONG_DAY.format(new Date(`${day}T00:00:00Z`))}>
          <h3>{LONG_DAY.format(new Date(`${day}T00:00:00Z`))}</h3>
          <ul>
            {done.map((item) => (
              <li key={item.entryId}>
                <HistoryRow item={item} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <More pages={history} />
    </section>
  );
}

function HistoryRow({ item }: { item: HistoryItem }) {
  const { undo } = useDone();
  const announce = useToast();
  const [icon, kind] = KINDS[item.kind];
  return (
    <article className={styles.row}>
      <span className={styles.kind}>
        <Icon name={icon} />
      </span>
      <div>
        {item.kind === "video" ? <Link to={`/watch/${item.subjectId}`}>{item.title}</Link> : <strong>{item.title}</strong>}
        <p>
          {kind} · <span aria-hidden="true">{minutesOf(item.activeMs)} min</span>
          <span className="visually-hidden">{spokenTime(item.activeMs)}</span>
        </p>
      </div>
      <Button
        look="bare"
        size="s"
        busy={undo.isPending}
        aria-label={`Remove ${item.title} from your history`}
        onClick={() => {
          // As a promise: this row is gone as soon as the history is read anew.
          void undo.mutateAsync(item.entryId).then(
            ({ message }) => {
              announce(message);
            },
            (error: unknown) => {
              announce(asProblem(error).detail, "wrong");
            },
          );
        }}
      >
        Remove
      </Button>
    </article>
  );
}
