import { useOwnProfile } from "../../api/queries";
import { usePage } from "../../app/page";
import { ago, dateTime } from "../../format/format";
import { More } from "../../ui/More";
import { Skeleton } from "../../ui/Skeleton";
import { EmptyState, ErrorState, LoadingNote } from "../../ui/States";
import { useOwnReports } from "../moderation/queries";
import { StateBadge } from "../moderation/StateBadge";
import { categoryLabel, outcomeOf, subjectOf } from "../moderation/words";
import { Part } from "./Part";
import styles from "./Part.module.css";
import rows from "./ReportsPart.module.css";

/** What one reported and what became of it; and what moderators told oneself. */
export function ReportsPart() {
  const heading = usePage("Reports and warnings");
  const reports = useOwnReports();
  const { data: profile } = useOwnProfile();
  const all = reports.data?.pages.flatMap((page) => page.items) ?? [];
  const warnings = profile?.warnings ?? [];
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={styles.heading}>
        Reports and warnings
      </h1>
      {warnings.length > 0 && (
        <Part title="Warnings to you" lead="A moderator looked at a report about you.">
          <ul className={rows.rows}>
            {warnings.map(({ at, words }) => (
              <li key={at}>
                <p>{words}</p>
                <span>{dateTime(at)}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <LoadingNote loading={reports.isPending} text="Loading your reports" />
      {reports.isPending ? (
        <Skeleton shape="block" />
      ) : reports.isError && all.length === 0 ? (
        <ErrorState error={reports.error} retry={() => void reports.refetch()} />
      ) : all.length === 0 ? (
        <EmptyState icon="flag" title="You have reported nothing">
          You can report instructors and videos on their pages, and people and messages in a class. What becomes of it stands
          here.
        </EmptyState>
      ) : (
        <Part title="Your reports" lead="The people you report do not learn who it was.">
          <ul className={rows.rows}>
            {all.map((report) => (
              <li key={report.reportId}>
                <div>
                  <strong>{subjectOf(report)}</strong>
                  <StateBadge state={report.state} />
                </div>
                <span title={dateTime(report.at)}>
                  {categoryLabel(report.category)} · {ago(report.at)}
                </span>
                <p>{outcomeOf(report)}</p>
                {report.decision !== null && <blockquote>{report.decision.words}</blockquote>}
              </li>
            ))}
          </ul>
          <More pages={reports} />
        </Part>
      )}
    </>
  );
}
