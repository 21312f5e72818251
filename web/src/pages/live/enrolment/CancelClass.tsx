import type { Meeting } from "../../../api/model";
import { counted, upcoming } from "../../../format/format";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { FormProblem } from "../../../ui/States";
import { useToast } from "../../../ui/toast";
import { useCancelClass } from "./queries";
import styles from "./Form.module.css";

/** Asks before a class is called off. */
export function CancelClass({ meeting, open, onClose }: { meeting: Meeting; open: boolean; onClose: () => void }) {
  const cancel = useCancelClass(meeting.meetingId);
  const announce = useToast();
  const close = () => {
    if (cancel.isError) cancel.reset();
    onClose();
  };
  return (
    <Dialog open={open} title="Cancel this class?" onClose={close}>
      <div className={styles.form}>
        <p>
          “{meeting.title}” ({upcoming(meeting.startTime)}) will not take place.{" "}
          {meeting.enrolled > 0 && `${counted(meeting.enrolled, "person", "people")} with a seat will hear of it. `}
          This can’t be undone.
        </p>
        <FormProblem error={cancel.error} />
        <div className={styles.buttons}>
          <Button
            look="danger"
            busy={cancel.isPending}
            onClick={() => {
              cancel.mutate(undefined, {
                onSuccess: () => {
                  announce(`“${meeting.title}” is cancelled.`);
                  onClose();
                },
              });
            }}
          >
            Cancel the class
          </Button>
          <Button look="quiet" onClick={close}>
            Keep it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
