import { useEffect, useRef, useState } from "react";
import { bytes, counted } from "../../format/format";
import { Button } from "../../ui/Button";
import { TextArea, TextField } from "../../ui/Field";
import { Icon } from "../../ui/icons";
import { FormProblem } from "../../ui/States";
import { refusal, text, useSubmission } from "../../ui/submission";
import type { Purpose } from "../../upload/service";
import styles from "./Form.module.css";
import { TopicChoice } from "./TopicChoice";

const MAX_BYTES = 10 * 2 ** 30;

interface DraftProps {
  file: File;
  waiting: readonly File[];
  onUpload: (purpose: Purpose) => void;
  onDrop: () => void;
}

/** A file that was chosen, before it is uploaded: what it will be called. */
export function Draft({ file, waiting, onUpload, onDrop }: DraftProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [topics, setTopics] = useState<string[]>([]);
  const refused = refusedFor(file);
  useEffect(() => {
    heading.current?.focus();
  }, []);

  const form = useSubmission(["title", "description"], (values) => {
    const title = text(values, "title").trim();
    if (title === "") throw refusal({ title: "Give it a title." });
    onUpload({ kind: "new", title, description: text(values, "description").trim(), topics });
    return Promise.resolve();
  });

  return (
    <section className={styles.draft} aria-labelledby="draft">
      <div className={styles.file}>
        <span>
          <Icon name="studio" size={24} />
        </span>
        <div>
          <h2 id="draft" ref={heading} tabIndex={-1}>
            {file.name}
          </h2>
          <p>
            {bytes(file.size)}
            {waiting.length > 0 && ` · then ${counted(waiting.length, "more file")}`}
          </p>
        </div>
      </div>
      {refused !== null ? (
        <>
          <p role="alert">{refused}</p>
          <div className={styles.buttons}>
            <Button onClick={onDrop}>Choose another file</Button>
          </div>
        </>
      ) : (
        <form className={styles.form} onSubmit={form.submit} noValidate>
          <FormProblem error={form.problem} />
          <TextField
            label="Title"
            name="title"
            defaultValue={titleOf(file.name)}
            maxLength={120}
            required
            error={form.wrong("title")}
          />
          <TextArea
            label="Description"
            name="description"
            hint="What it trains, for whom, what one needs. Optional."
            maxLength={4000}
            error={form.wrong("description")}
          />
          <TopicChoice chosen={topics} onChange={setTopics} />
          <div className={styles.buttons}>
            <Button type="submit" icon="upload" busy={form.busy}>
              Upload
            </Button>
            <Button look="quiet" onClick={onDrop}>
              {waiting.length > 0 ? "Leave this one out" : "Cancel"}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

/** Why a file needs no upload to be refused; null when it may be sent. */
function refusedFor(file: File): string | null {
  if (file.size === 0) return "This file is empty. Choose another one.";
  if (file.size > MAX_BYTES) return `This file has ${bytes(file.size)}; up to 10 GB can be uploaded. Export it smaller.`;
  return null;
}

/** A file's name as a first idea of a title: `monday_core-flow.mp4` gives `monday core flow`. */
export function titleOf(fileName: string): string {
  const words = fileName
    .replace(/\.[^.]{1,5}$/, "")
    .replace(/[_-]+/g, " ")
    .trim();
  return words.slice(0, 120);
}
