import { useState } from "react";
import type { ReportRequest } from "../../api/model";
import { asProblem } from "../../api/problem";
import { useSession } from "../../session/context";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { FormProblem } from "../../ui/States";
import { useSubmission } from "../../ui/submission";
import { useToast } from "../../ui/toast";
import { useBlock, useReport } from "../live/queries";
import styles from "./DecisionForm.module.css";
import { ReportFields, reportWords } from "./ReportFields";

interface Person {
  readonly userId: string;
  readonly displayName: string;
}

/** Tells moderators of a person or a video; for members, about others. */
export function ReportButton({ about, person, label }: { about: ReportRequest["about"]; person: Person; label: string }) {
  const { session } = useSession();
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  if (session === null || session.userId === person.userId) return null;
  return (
    <>
      <Button
        look="bare"
        size="s"
        icon={done ? "check" : "flag"}
        disabled={done}
        aria-label={done ? "Reported" : label}
        onClick={() => {
          setAsking(true);
        }}
      >
        {done ? "Reported" : "Report"}
      </Button>
      <Dialog
        open={asking}
        title={label}
        onClose={() => {
          setAsking(false);
        }}
      >
        <ReportDialog
          about={about}
          name={person.displayName}
          onDone={() => {
            setAsking(false);
            setDone(true);
          }}
        />
      </Dialog>
    </>
  );
}

function ReportDialog({ about, name, onDone }: { about: ReportRequest["about"]; name: string; onDone: () => void }) {
  const report = useReport();
  const announce = useToast();
  const form = useSubmission(["category", "words"], async (values) => {
    const { message } = await report.mutateAsync({ about, ...reportWords(values) });
    announce(message);
    onDone();
  });
  return (
    <form onSubmit={form.submit} noValidate className={styles.form}>
      <FormProblem error={form.problem} />
      <ReportFields name={name} wrong={form.wrong} />
      <Button type="submit" icon="flag" busy={form.busy}>
        Send report
      </Button>
    </form>
  );
}

/** Makes two people strangers, after a question; for members, about others. */
export function BlockButton({ person, onBlocked }: { person: Person; onBlocked: () => void }) {
  const { session } = useSession();
  const block = useBlock();
  const announce = useToast();
  const [asking, setAsking] = useState(false);
  if (session === null || session.userId === person.userId) return null;
  return (
    <>
      <Button
        look="bare"
        size="s"
        icon="block"
        onClick={() => {
          setAsking(true);
        }}
      >
        Block
      </Button>
      <Dialog
        open={asking}
        title={`Block ${person.displayName}?`}
        onClose={() => {
          setAsking(false);
        }}
      >
        <div className={styles.form}>
          <p>
            Neither of you finds the other or their videos and classes any more, subscriptions between you end, and you
            don&rsquo;t meet in any session. They are not told. The settings have a list of whom you blocked.
          </p>
          <Button
            look="danger"
            busy={block.isPending}
            onClick={() => {
              block.mutate(person.userId, {
                onSuccess: ({ message }) => {
                  announce(message);
                  setAsking(false);
                  onBlocked();
                },
                onError: (error) => {
                  announce(asProblem(error).detail, "wrong");
                },
              });
            }}
          >
            Block {person.displayName}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
