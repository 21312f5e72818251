import { useSearchParams } from "react-router";
import { usePage } from "../../app/page";
import { ChipLink } from "../../ui/Chip";
import { More } from "../../ui/More";
import { Skeleton } from "../../ui/Skeleton";
import { EmptyState, ErrorState, LoadingNote } from "../../ui/States";
import styles from "./ModerationPage.module.css";
import { type Queue, useQueue } from "./queries";
import { ReportItem } from "./ReportItem";

/** The moderators' queue: what waits first, what was decided behind a word. */
export function ModerationPage() {
  const heading = usePage("Moderation");
  const [search] = useSearchParams();
  const queue: Queue = search.get("queue") === "decided" ? "decided" : "open";
  const reports = useQueue(queue);
  const all = reports.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.page}>
      <h1 ref={heading} tabIndex={-1}>
        Moderation
      </h1>
      <nav aria-label="Reports" className={styles.queues}>
        <ChipLink to="?" current={queue === "open"}>
          Waiting
        </ChipLink>
        <ChipLink to="?queue=decided" current={queue === "decided"}>
          Decided
        </ChipLink>
      </nav>
      <LoadingNote loading={reports.isPending} text="Loading reports" />
      {reports.isPending ? (
        <Skeleton shape="block" />
      ) : reports.isError && all.length === 0 ? (
        <ErrorState error={reports.error} retry={() => void reports.refetch()} />
      ) : all.length === 0 ? (
        queue === "open" ? (
          <EmptyState icon="check" title="Nothing waits">
            New reports appear here, the newest first.
          </EmptyState>
        ) : (
          <EmptyState icon="flag" title="Nothing was decided yet">
            What you and the other moderators decide is kept here, with its evidence.
          </EmptyState>
        )
      ) : (
        <>
          <ul className={styles.reports}>
            {all.map((report) => (
              <li key={report.reportId}>
                <ReportItem report={report} />
              </li>
            ))}
          </ul>
          <More pages={reports} />
        </>
      )}
    </div>
  );
}
