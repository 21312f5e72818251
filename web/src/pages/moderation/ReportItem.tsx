import { useState } from "react";
import { Link } from "react-router";
import type { Report } from "../../api/model";
import { asProblem } from "../../api/problem";
import { ago, dateTime } from "../../format/format";
import { useMember } from "../../session/context";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { useToast } from "../../ui/toast";
import { type Action, DecisionForm } from "./DecisionForm";
import { Evidence } from "./Evidence";
import { useLift } from "./queries";
import styles from "./ReportItem.module.css";
import { StateBadge } from "./StateBadge";
import { categoryLabel, subjectOf, suspension } from "./words";

const TITLES: Readonly<Record<Action, string>> = {
  dismiss: "Dismiss this report?",
  warn: "Warn this person?",
  suspend: "Suspend this account?",
};

/** One report as a moderator sees it: what, by whom, the evidence, and what can be done or was done. */
export function ReportItem({ report }: { report: Report }) {
  const me = useMember();
  const [action, setAction] = useState<Action | null>(null);
  const concerned = [report.reporter, report.person].some((one) => one?.toLowerCase() === me.userId.toLowerCase());
  const here = report.personName !== null;
  const title = subjectOf(report);
  const shut = suspension(report.suspendedUntil);
  return (
    <article className={styles.report} aria-label={`${categoryLabel(report.category)}: ${title}`}>
      <header>
        <h2>{title}</h2>
        <StateBadge state={report.state} />
      </header>
      <p className={styles.facts}>
        <strong>{categoryLabel(report.category)}</strong>
        <span title={dateTime(report.at)}>reported {ago(report.at)}</span>
        <span>by @{report.reporter}</span>
        {report.person !== null && (
          <span>
            about @{report.person}
            {!here && " (account closed or unknown)"}
          </span>
        )}
        {report.about.mediaId !== null && <Link to={`/watch/${report.about.mediaId}`}>Open the video</Link>}
      </p>
      {report.words !== "" && <p className={styles.words}>{report.words}</p>}
      <Evidence report={report} />
      {report.decision !== null && (
        <div className={styles.decision}>
          <p>{report.decision.words}</p>
          <span>
            Decided by @{report.decision.by} {ago(report.decision.at)}
            {report.decision.until !== null && ` · until ${dateTime(report.decision.until)}`}
          </span>
        </div>
      )}
      {shut !== null && report.person !== null && <Suspended userId={report.person} words={shut} />}
      {report.decision === null && concerned && (
        <p className={styles.note}>This concerns yourself, so another moderator has to decide.</p>
      )}
      {report.decision === null && !concerned && (
        <div className={styles.actions}>
          <Choose action="dismiss" label="Dismiss" choose={setAction} />
          {here && <Choose action="warn" label="Warn" choose={setAction} />}
          {here && <Choose action="suspend" label="Suspend" choose={setAction} />}
        </div>
      )}
      <Dialog
        open={action !== null}
        title={action === null ? "" : TITLES[action]}
        onClose={() => {
          setAction(null);
        }}
      >
        {action !== null && (
          <DecisionForm
            report={report}
            action={action}
            onDone={() => {
              setAction(null);
            }}
          />
        )}
      </Dialog>
    </article>
  );
}

function Choose({ action, label, choose }: { action: Action; label: string; choose: (action: Action) => void }) {
  return (
    <Button
      size="s"
      look={action === "suspend" ? "danger" : "quiet"}
      onClick={() => {
        choose(action);
      }}
    >
      {label}
    </Button>
  );
}

function Suspended({ userId, words }: { userId: string; words: string }) {
  const lift = useLift();
  const announce = useToast();
  return (
    <div className={styles.suspended}>
      <span>{words}</span>
      <Button
        size="s"
        look="quiet"
        busy={lift.isPending}
        onClick={() => {
          lift.mutate(userId, {
            onSuccess: ({ message }) => {
              announce(message);
            },
            onError: (error) => {
              announce(asProblem(error).detail, "wrong");
            },
          });
        }}
      >
        Lift the suspension
      </Button>
    </div>
  );
}
