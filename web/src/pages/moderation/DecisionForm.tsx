import { useState } from "react";
import type { Report } from "../../api/model";
import { Button } from "../../ui/Button";
import { SelectField, TextArea } from "../../ui/Field";
import { FormProblem } from "../../ui/States";
import { refusal, text, useSubmission } from "../../ui/submission";
import { useToast } from "../../ui/toast";
import styles from "./DecisionForm.module.css";
import { type Decision, useDecide } from "./queries";
import { LENGTHS, suspensionEnd } from "./words";

export type Action = Decision["action"];

const MEANINGS: Readonly<Record<Action, { lead: string; button: string; done: string }>> = {
  dismiss: {
    lead: "Nothing happens to the person. The reporter reads your words.",
    button: "Dismiss report",
    done: "The report is dismissed.",
  },
  warn: {
    lead: "The person reads your words among their reports and warnings. The reporter reads them too.",
    button: "Send warning",
    done: "The person is warned.",
  },
  suspend: {
    lead: "Every device is signed out at once, live classes end for this person within seconds, and their videos and classes are hidden. Both people read your words.",
    button: "Suspend account",
    done: "The account is suspended.",
  },
};

/** Confirms what a moderator is about to do, with the words for those concerned. */
export function DecisionForm({ report, action, onDone }: { report: Report; action: Action; onDone: () => void }) {
  const decide = useDecide();
  const announce = useToast();
  const [length, setLength] = useState("7");
  const meaning = MEANINGS[action];
  const form = useSubmission(["words", "until"], async (values) => {
    const words = text(values, "words").trim();
    if (words === "") throw refusal({ words: "Say why, in a sentence." });
    const until = action === "suspend" ? suspensionEnd(length, new Date()) : undefined;
    await decide.mutateAsync({ reportId: report.reportId, decision: { action, words, ...(until && { until }) } });
    announce(meaning.done);
    onDone();
  });
  return (
    <form onSubmit={form.submit} noValidate className={styles.form}>
      <p>{meaning.lead}</p>
      <FormProblem error={form.problem} />
      {action === "suspend" && (
        <SelectField
          label="For how long"
          value={length}
          error={form.wrong("until")}
          onChange={(event) => {
            setLength(event.currentTarget.value);
          }}
        >
          {LENGTHS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
      )}
      <TextArea
        label="Your words"
        name="words"
        maxLength={1000}
        required
        error={form.wrong("words")}
        hint="Do not name the reporter. Nobody is told who decided."
      />
      <Button type="submit" look={action === "suspend" ? "danger" : "primary"} busy={form.busy}>
        {meaning.button}
      </Button>
    </form>
  );
}
