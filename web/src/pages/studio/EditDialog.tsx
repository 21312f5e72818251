import { useState } from "react";
import type { StudioItem } from "../../api/model";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextArea, TextField } from "../../ui/Field";
import { FormProblem } from "../../ui/States";
import { refusal, text, useSubmission } from "../../ui/submission";
import { useToast } from "../../ui/toast";
import styles from "./Form.module.css";
import { useItemActions } from "./queries";
import { TopicChoice } from "./TopicChoice";

interface EditDialogProps {
  item: StudioItem;
  open: boolean;
  onClose: () => void;
}

/** Changes what an item is called. Of two tabs that edit the same, the later one is told. */
export function EditDialog({ item, open, onClose }: EditDialogProps) {
  return (
    <Dialog open={open} title="Edit" onClose={onClose}>
      <EditForm item={item} onClose={onClose} />
    </Dialog>
  );
}

function EditForm({ item, onClose }: Omit<EditDialogProps, "open">) {
  // As it was when the form opened: the list behind it is read anew all the time.
  const [opened] = useState(item);
  const { edit } = useItemActions(opened);
  const announce = useToast();
  const [topics, setTopics] = useState<string[]>(opened.topics);
  const form = useSubmission(["title", "description"], async (values) => {
    const title = text(values, "title").trim();
    if (title === "") throw refusal({ title: "Give it a title." });
    await edit.mutateAsync({ title, description: text(values, "description").trim(), topics });
    announce("Saved.");
    onClose();
  });
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      <FormProblem error={form.problem} />
      <TextField label="Title" name="title" defaultValue={opened.title} maxLength={120} required error={form.wrong("title")} />
      <TextArea
        label="Description"
        name="description"
        defaultValue={opened.description}
        maxLength={4000}
        error={form.wrong("description")}
      />
      <TopicChoice chosen={topics} onChange={setTopics} />
      <div className={styles.buttons}>
        <Button type="submit" busy={form.busy}>
          Save
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
