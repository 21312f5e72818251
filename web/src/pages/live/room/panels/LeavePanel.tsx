import { Button } from "../../../../ui/Button";
import styles from "./LeavePanel.module.css";

/** A trainer who goes says whether the others go, too. */
export function LeavePanel({ onLeave, onEnd, ending }: { onLeave: () => void; onEnd: () => void; ending: boolean }) {
  return (
    <div className={styles.leave}>
      <p>End it for everybody, or step out and come back: the room stays open.</p>
      <Button look="danger" icon="stop" wide busy={ending} onClick={onEnd}>
        End for everybody
      </Button>
      <Button look="quiet" icon="leave" wide onClick={onLeave}>
        Only leave
      </Button>
    </div>
  );
}
