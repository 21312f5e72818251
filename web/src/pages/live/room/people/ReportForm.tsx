import type { ReportRequest } from "../../../../api/model";
import type { ChatMessage } from "../../../../live/room-view";
import { Button } from "../../../../ui/Button";
import { FormProblem } from "../../../../ui/States";
import { useSubmission } from "../../../../ui/submission";
import { ReportFields, reportWords, type ReportWords } from "../../../moderation/ReportFields";
import styles from "./ReportForm.module.css";

/** What is reported: a person as he or she behaves now, or one message. */
export interface Subject {
  readonly userId: string;
  readonly name: string;
  readonly message: ChatMessage | null;
}

/** What the report is about, with the evidence that this client holds: the message as it was, and when (log time, ms). */
export function reportOf(
  subject: Subject,
  where: { readonly meetingId: string; readonly log: string; readonly now: number },
  words: ReportWords,
): ReportRequest {
  const { userId, message } = subject;
  const { meetingId, log, now } = where;
  return message === null
    ? { about: { kind: "moment", meetingId, at: new Date(now).toISOString(), userId }, ...words }
    : {
        about: { kind: "message", meetingId, log, seq: message.id, userId },
        ...words,
        evidence: { lines: [{ seq: message.id, log, userId, text: message.text, time: message.time }] },
      };
}

interface ReportFormProps {
  subject: Subject;
  send: (words: ReportWords) => Promise<void>;
  onCancel: () => void;
}

/** Tell the moderators what is wrong. */
export function ReportForm({ subject, send, onCancel }: ReportFormProps) {
  const form = useSubmission(["category", "words"], (values) => send(reportWords(values)));
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate aria-label={`Report ${subject.name}`}>
      <h3>Report {subject.name}</h3>
      {subject.message !== null && <blockquote>{subject.message.text}</blockquote>}
      <FormProblem error={form.problem} />
      <ReportFields name={subject.name} wrong={form.wrong} />
      <div>
        <Button type="submit" size="s" icon="flag" busy={form.busy}>
          Send report
        </Button>
        <Button size="s" look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
