import type { Meeting } from "../../../api/model";
import { asProblem } from "../../../api/problem";
import { counted, upcoming } from "../../../format/format";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { useToast } from "../../../ui/toast";
import { useCancelClass } from "./queries";
import styles from "./Form.module.css";

/** Asks before a class is called off. */
export function CancelClass({ meeting, open, onClose }: { meeting: Meeting; open: boolean; onClose: () => void }) {
  const cancel = useCancelClass(meeting.meetingId);
  const announce = useToast();
  return (
    <Dialog open={open} title="Cancel this class?" onClose={onClose}>
      <div className={styles.form}>
        <p>
          “{meeting.title}” ({upcoming(meeting.startTime)}) will not take place.{" "}
          {meeting.enrolled > 0 && `${counted(meeting.enrolled, "person", "people")} with a seat will hear of it. `}
          This can’t be undone.
        </p>
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
                onError: (error) => {
                  announce(asProblem(error).detail, "wrong");
                },
              });
            }}
          >
            Cancel the class
          </Button>
          <Button look="quiet" onClick={onClose}>
            Keep it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
