import type { ReportRequest } from "../../../../api/model";
import type { ChatMessage } from "../../../../live/room-view";
import { Button } from "../../../../ui/Button";
import { SelectField, TextArea } from "../../../../ui/Field";
import { FormProblem } from "../../../../ui/States";
import { text, useSubmission } from "../../../../ui/submission";
import { CATEGORIES } from "../../../moderation/words";
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
  words: { readonly category: ReportRequest["category"]; readonly words: string },
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
  send: (words: { category: ReportRequest["category"]; words: string }) => Promise<void>;
  onCancel: () => void;
}

/** Tell the moderators what is wrong. */
export function ReportForm({ subject, send, onCancel }: ReportFormProps) {
  const form = useSubmission(["category", "words"], (values) =>
    send({
      category: CATEGORIES.find(([category]) => category === text(values, "category"))?.[0] ?? "other",
      words: text(values, "words").trim(),
    }),
  );
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate aria-label={`Report ${subject.name}`}>
      <h3>Report {subject.name}</h3>
      {subject.message !== null && <blockquote>{subject.message.text}</blockquote>}
      <FormProblem error={form.problem} />
      <SelectField label="What is wrong" name="category" error={form.wrong("category")}>
        {CATEGORIES.map(([category, words]) => (
          <option key={category} value={category}>
            {words}
          </option>
        ))}
      </SelectField>
      <TextArea
        label="In your words (optional)"
        name="words"
        rows={3}
        maxLength={2000}
        error={form.wrong("words")}
        hint={`Moderators read it with what you reported. ${subject.name} does not learn who it was.`}
      />
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
