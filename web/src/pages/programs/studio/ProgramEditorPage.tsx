import { useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { newKey } from "../../../api/key";
import type { Program } from "../../../api/model";
import { asProblem } from "../../../api/problem";
import { usePage } from "../../../app/page";
import { Button, ButtonLink } from "../../../ui/Button";
import { SelectField, TextArea, TextField } from "../../../ui/Field";
import { Skeleton } from "../../../ui/Skeleton";
import { ErrorState, FormProblem, LoadingNote } from "../../../ui/States";
import { refusal, text, useSubmission } from "../../../ui/submission";
import { useToast } from "../../../ui/toast";
import { NotFoundPage } from "../../NotFoundPage";
import { TopicChoice } from "../../studio/TopicChoice";
import { useProgram, useProgramActions } from "../queries";
import { LEVELS } from "../words";
import { asWeeks, EMPTY_WEEK, type Plan, planOf, titlesOf } from "./plan";
import styles from "./ProgramEditorPage.module.css";
import { WeeksEditor } from "./WeeksEditor";

/** Makes a program, or changes one. */
export function ProgramEditorPage() {
  const { programId = "new" } = useParams();
  const fresh = programId === "new";
  const program = useProgram(fresh ? null : programId);
  const heading = usePage(fresh ? "New program" : "Edit program");
  // What is being edited isn't replaced under one's hands: the form begins anew only when that is asked for.
  const [round, setRound] = useState(0);
  return (
    <div className={styles.page}>
      <h1 ref={heading} tabIndex={-1}>
        {fresh ? "New program" : "Edit program"}
      </h1>
      {fresh ? (
        <Editor key="new" program={null} onReload={() => undefined} />
      ) : program.isError && program.data === undefined ? (
        asProblem(program.error).status === 404 ? (
          <NotFoundPage />
        ) : (
          <ErrorState error={program.error} retry={() => void program.refetch()} />
        )
      ) : program.data === undefined ? (
        <>
          <LoadingNote loading text="Loading the program" />
          <Skeleton shape="block" />
        </>
      ) : (
        <Editor
          key={`${programId} ${round}`}
          program={program.data}
          onReload={() => {
            void program.refetch().then(({ isSuccess }) => {
              if (isSuccess) setRound((count) => count + 1);
            });
          }}
        />
      )}
    </div>
  );
}

const STATES: Readonly<Record<Program["status"], string>> = {
  draft: "A draft. Only you see it.",
  published: "Published. What you save is seen at once by those who joined.",
  archived: "Archived. Those who joined can finish it; nobody new finds it.",
};

const NO_TITLES: ReadonlyMap<string, string> = new Map();

function Editor({ program, onReload }: { program: Program | null; onReload: () => void }) {
  const { make, change } = useProgramActions();
  const announce = useToast();
  const navigate = useNavigate();
  // Sent again with the same form, it is the same program.
  const [key] = useState(newKey);
  // Of what the form began with, or saved last.
  const [revision, setRevision] = useState(program?.revision ?? 0);
  // What pressing a button makes of it; null leaves it as it is.
  const turn = useRef<Program["status"] | null>(null);
  const [topics, setTopics] = useState<string[]>(program?.topics ?? []);
  const [plan, setPlan] = useState<Plan>(program === null ? [EMPTY_WEEK] : planOf(program));
  const form = useSubmission(["title", "description", "level"], async (values) => {
    const status = turn.current;
    const title = text(values, "title").trim();
    if (title === "") throw refusal({ title: "Give it a title." });
    const level = LEVELS.find(([value]) => value === text(values, "level"))?.[0] ?? "beginner";
    const described = { title, description: text(values, "description").trim(), level, topics, weeks: asWeeks(plan) };
    if (program === null) {
      const made = await make.mutateAsync({ key, program: described });
      announce(made.message);
      await navigate(`/studio/programs/${made.programId}`, { replace: true });
      return;
    }
    const saved = await change.mutateAsync({
      program: { programId: program.programId, revision },
      change: { ...described, ...(status !== null && { status }) },
    });
    setRevision(saved.revision);
    announce(saved.message);
  });
  return (
    <form onSubmit={form.submit} noValidate className={styles.form}>
      {program !== null && <p className={styles.state}>{STATES[program.status]}</p>}
      <div className={styles.words}>
        <TextField
          label="Title"
          name="title"
          defaultValue={program?.title ?? ""}
          maxLength={120}
          required
          error={form.wrong("title")}
        />
        <TextArea
          label="Description"
          name="description"
          rows={3}
          defaultValue={program?.description ?? ""}
          maxLength={4000}
          hint="For whom it is, what one needs, and what one can do at the end."
          error={form.wrong("description")}
        />
        <SelectField label="Level" name="level" defaultValue={program?.level ?? "beginner"} error={form.wrong("level")}>
          {LEVELS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
        <TopicChoice chosen={topics} onChange={setTopics} />
      </div>
      <WeeksEditor plan={plan} titles={program === null ? NO_TITLES : titlesOf(program)} onChange={setPlan} />
      <FormProblem error={form.problem} />
      <div className={styles.buttons}>
        {form.problem?.status === 409 && (
          <Button look="quiet" icon="retry" onClick={onReload}>
            Load what is saved now
          </Button>
        )}
        <Button
          type="submit"
          busy={form.busy}
          onClick={() => {
            turn.current = null;
          }}
        >
          {program === null ? "Save draft" : "Save"}
        </Button>
        {program !== null && program.status !== "published" && (
          <Button
            type="submit"
            look="quiet"
            icon="upload"
            busy={form.busy}
            onClick={() => {
              turn.current = "published";
            }}
          >
            Publish
          </Button>
        )}
        {program?.status === "published" && (
          <>
            <ButtonLink look="quiet" to={`/programs/${program.programId}`}>
              View
            </ButtonLink>
            <Button
              type="submit"
              look="bare"
              icon="archive"
              busy={form.busy}
              onClick={() => {
                turn.current = "archived";
              }}
            >
              Archive
            </Button>
          </>
        )}
        <ButtonLink look="bare" to="/studio/programs">
          All programs
        </ButtonLink>
      </div>
    </form>
  );
}
