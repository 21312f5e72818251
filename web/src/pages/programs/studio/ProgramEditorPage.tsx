import { useState } from "react";
import { useNavigate, useParams } from "react-router";
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
import { asWeeks, EMPTY_WEEK, type Plan, planOf } from "./plan";
import styles from "./ProgramEditorPage.module.css";
import { WeeksEditor } from "./WeeksEditor";

/** Makes a program, or changes one. */
export function ProgramEditorPage() {
  const { programId = "new" } = useParams();
  const fresh = programId === "new";
  const program = useProgram(fresh ? null : programId);
  const heading = usePage(fresh ? "New program" : "Edit program");
  return (
    <div className={styles.page}>
      <h1 ref={heading} tabIndex={-1}>
        {fresh ? "New program" : "Edit program"}
      </h1>
      {fresh ? (
        <Editor key="new" program={null} />
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
        // What was saved elsewhere begins the form anew.
        <Editor key={program.data.revision} program={program.data} />
      )}
    </div>
  );
}

const STATES: Readonly<Record<Program["status"], string>> = {
  draft: "A draft. Only you see it.",
  published: "Published. What you save is seen at once by those who joined.",
  archived: "Archived. Those who joined can finish it; nobody new finds it.",
};

function Editor({ program }: { program: Program | null }) {
  const { make, change } = useProgramActions();
  const announce = useToast();
  const navigate = useNavigate();
  // Sent again with the same form, it is the same program.
  const [key] = useState(() => crypto.randomUUID());
  const [topics, setTopics] = useState<string[]>(program?.topics ?? []);
  const [plan, setPlan] = useState<Plan>(program === null ? [EMPTY_WEEK] : planOf(program));
  const form = useSubmission(["title", "description", "level"], async (values) => {
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
    const { message } = await change.mutateAsync({ program, change: described });
    announce(message);
  });
  const turn = (status: Program["status"]) => {
    if (program === null) return;
    change.mutate(
      { program, change: { status } },
      {
        onSuccess: ({ message }) => {
          announce(message);
        },
        onError: (error) => {
          announce(asProblem(error).detail, "wrong");
        },
      },
    );
  };
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
      <WeeksEditor plan={plan} onChange={setPlan} />
      <FormProblem error={form.problem} />
      <div className={styles.buttons}>
        <Button type="submit" busy={form.busy}>
          {program === null ? "Save draft" : "Save"}
        </Button>
        {program !== null && program.status !== "published" && (
          <Button
            look="quiet"
            icon="upload"
            busy={change.isPending}
            onClick={() => {
              turn("published");
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
              look="bare"
              icon="archive"
              busy={change.isPending}
              onClick={() => {
                turn("archived");
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
