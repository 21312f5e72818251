import type { Report } from "../../api/model";
import { dateTime } from "../../format/format";
import styles from "./Evidence.module.css";

interface Line {
  readonly userId: string;
  readonly text: string;
  readonly time: number | null;
}

/** The lines of a chat among the evidence. It is what the reporter's client sent, so nothing of its shape is sure. */
export function linesOf(evidence: Report["evidence"]): readonly Line[] {
  const { lines } = evidence;
  if (!Array.isArray(lines)) return [];
  return lines.flatMap((line: unknown) => {
    if (typeof line !== "object" || line === null) return [];
    const { userId, text, time } = line as Readonly<Record<string, unknown>>;
    return typeof text === "string"
      ? [{ text, userId: typeof userId === "string" ? userId : "?", time: typeof time === "number" ? time : null }]
      : [];
  });
}

const LABELS: Readonly<Record<string, string>> = {
  displayName: "Name",
  role: "Role",
  bio: "About",
  avatarMediaId: "Picture",
  title: "Title",
  description: "Description",
  topics: "Topics",
  owner: "Instructor",
  version: "Version",
  sha256: "SHA-256",
  kind: "Kind",
  host: "Instructor",
  startsAt: "Start",
  text: "Comment",
  author: "Written by",
  at: "Written",
};

function shown(name: string, value: Report["seen"][string]): string {
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value !== "string") return JSON.stringify(value);
  return name === "startsAt" || name === "at" ? dateTime(value) : value;
}

/** What the reporter's client held and what the service saw, as it was then. */
export function Evidence({ report }: { report: Report }) {
  const lines = linesOf(report.evidence);
  const seen = Object.entries(report.seen).filter(([, value]) => value !== null && value !== "" && !(Array.isArray(value) && value.length === 0));
  return (
    <div className={styles.evidence}>
      {lines.length > 0 && (
        <ul className={styles.lines} aria-label="Reported messages">
          {lines.map((line, place) => (
            <li key={place}>
              <blockquote>{line.text}</blockquote>
              <span>
                @{line.userId}
                {line.time !== null && ` · ${dateTime(new Date(line.time).toISOString())}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>All evidence</summary>
        {seen.length > 0 && (
          <>
            <h3>What NEUFIT saw</h3>
            <dl>
              {seen.map(([name, value]) => (
                <div key={name}>
                  <dt>{LABELS[name] ?? name}</dt>
                  <dd>{shown(name, value)}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <h3>What the reporter&rsquo;s device sent</h3>
        <p className={styles.claim}>Nobody but the reporter vouches for it.</p>
        {Object.keys(report.evidence).length === 0 ? <p>Nothing.</p> : <pre>{JSON.stringify(report.evidence, null, 2)}</pre>}
        <h3>Seal (SHA-256)</h3>
        <p className={styles.digest}>{report.digest}</p>
      </details>
      {report.intact === false && (
        <p className={styles.broken} role="alert">
          This report was changed after it was made. Do not rely on it.
        </p>
      )}
    </div>
  );
}
