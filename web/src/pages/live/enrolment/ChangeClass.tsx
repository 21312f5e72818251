import type { Meeting } from "../../../api/model";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { TextField } from "../../../ui/Field";
import { FormProblem } from "../../../ui/States";
import { refusal, text, useSubmission } from "../../../ui/submission";
import { useToast } from "../../../ui/toast";
import { localInput } from "./local-time";
import { useChangeClass } from "./queries";
import styles from "./Form.module.css";

/** Another title, another time, other seats for one class. Everybody who is enrolled follows. */
export function ChangeClass({ meeting, open, onClose }: { meeting: Meeting; open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title="Change this class" onClose={onClose}>
      <Form meeting={meeting} onDone={onClose} />
    </Dialog>
  );
}

function Form({ meeting, onDone }: { meeting: Meeting; onDone: () => void }) {
  const change = useChangeClass(meeting.meetingId);
  const announce = useToast();
  const begun = meeting.status === "live";
  const form = useSubmission(["title", "startTime", "capacity"], async (values) => {
    const title = text(values, "title").trim();
    const start = text(values, "startTime");
    const seats = text(values, "capacity").trim();
    const wrong: Record<string, string> = {};
    if (title === "") wrong.title = "Give it a title.";
    if (!begun && start === "") wrong.startTime = "Choose day and time.";
    if (seats !== "" && !/^[1-9][0-9]{0,4}$/.test(seats)) wrong.capacity = "Enter a whole number from 1 to 10,000.";
    if (Object.keys(wrong).length > 0) throw refusal(wrong);
    const moved = !begun && start !== localInput(meeting.startTime);
    await change.mutateAsync({
      title,
      capacity: seats === "" ? null : Number(seats),
      ...(moved && { startTime: new Date(start).toISOString() }),
      revision: meeting.revision,
    });
    announce(moved ? `“${title}” moved. Everybody who is enrolled hears of it.` : `“${title}” is changed.`);
    onDone();
  });
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      <FormProblem error={form.problem} />
      <TextField
        label="Title"
        name="title"
        maxLength={100}
        required
        defaultValue={meeting.title}
        error={form.wrong("title")}
      />
      {!begun && (
        <TextField
          label="Day and time"
          name="startTime"
          type="datetime-local"
          required
          defaultValue={localInput(meeting.startTime)}
          error={form.wrong("startTime")}
          hint="In your time zone. It keeps its length."
        />
      )}
      <TextField
        label="Seats"
        name="capacity"
        type="number"
        inputMode="numeric"
        min={1}
        max={10_000}
        defaultValue={meeting.capacity ?? ""}
        error={form.wrong("capacity")}
        hint="Leave it empty for as many as come. Fewer seats throw nobody out."
      />
      <div className={styles.buttons}>
        <Button type="submit" busy={form.busy}>
          Save
        </Button>
        <Button look="quiet" onClick={onDone}>
          Leave it
        </Button>
      </div>
    </form>
  );
}
