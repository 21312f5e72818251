import { useState } from "react";
import { newKey } from "../../api/key";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/Field";
import { FormProblem } from "../../ui/States";
import { refusal, text, useSubmission } from "../../ui/submission";
import { useToast } from "../../ui/toast";
import styles from "./Form.module.css";
import { useAdd } from "./queries";
import { whenAt } from "./words";
import { fieldOf, instantOfEdited } from "./zones";

/** Something of one's own: nobody can book its time. */
export function AddEventDialog({
  times,
  zone,
  onClose,
}: {
  times: { start: number; end: number } | null;
  zone: string;
  onClose: () => void;
}) {
  return (
    <Dialog open={times !== null} title="New event" onClose={onClose}>
      {times !== null && <Form {...times} zone={zone} onDone={onClose} />}
    </Dialog>
  );
}

function Form({ start, end, zone, onDone }: { start: number; end: number; zone: string; onDone: () => void }) {
  const announce = useToast();
  const add = useAdd();
  const [key, setKey] = useState(newKey);
  const form = useSubmission(["title", "startTime", "endTime"], async (values) => {
    const from = instantOfEdited(text(values, "startTime"), start, zone);
    const to = instantOfEdited(text(values, "endTime"), end, zone);
    const wrong: Record<string, string> = {};
    if (Number.isNaN(from)) wrong.startTime = "Choose when it begins.";
    if (Number.isNaN(to)) wrong.endTime = "Choose when it ends.";
    else if (to <= from) wrong.endTime = "It has to end after it begins.";
    if (Object.keys(wrong).length > 0) throw refusal(wrong);
    const title = text(values, "title").trim();
    await add.mutateAsync({
      key,
      startTime: new Date(from).toISOString(),
      endTime: new Date(to).toISOString(),
      ...(title !== "" && { title }),
    });
    announce(`${title === "" ? "Your event" : title} is on your calendar: ${whenAt(from, to, zone)}.`);
    onDone();
  });
  return (
    <form
      className={styles.form}
      onSubmit={form.submit}
      noValidate
      onChange={() => {
        // What was changed is another event.
        setKey(newKey());
      }}
    >
      <FormProblem error={form.problem} />
      <TextField
        label="What"
        name="title"
        maxLength={100}
        placeholder="Busy"
        error={form.wrong("title")}
        hint="Only you see it. Its time can't be booked."
      />
      <div className={styles.pair}>
        <TextField
          label="Begins"
          name="startTime"
          type="datetime-local"
          step={300}
          required
          defaultValue={fieldOf(start, zone)}
          error={form.wrong("startTime")}
        />
        <TextField
          label="Ends"
          name="endTime"
          type="datetime-local"
          step={300}
          required
          defaultValue={fieldOf(end, zone)}
          error={form.wrong("endTime")}
        />
      </div>
      <div className={styles.buttons}>
        <Button type="submit" busy={form.busy}>
          Add it
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
