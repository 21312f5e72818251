import type { Meeting } from "../../../api/model";
import { Icon } from "../../../ui/icons";
import { EnrolButton } from "./EnrolButton";
import { usePosition } from "./queries";
import styles from "./Seats.module.css";
import { enrollable, seatsInWords } from "./seats";

/** What a class says about its seats to those who may want one, and the way to get it. */
export function Seats({ meeting, now }: { meeting: Meeting; now: number }) {
  const waits = meeting.myState === "waiting";
  const own = usePosition(meeting.meetingId, waits);
  const words = seatsInWords(meeting);
  const open = enrollable(meeting, now);
  if (!open && words === null) return null;
  return (
    <section className={styles.seats} aria-label="Seats">
      <div className={styles.words}>
        {meeting.myState === "enrolled" && (
          <strong className={styles.mine}>
            <Icon name="check" size={18} /> You are enrolled
          </strong>
        )}
        {waits && (
          <strong className={styles.mine}>
            <Icon name="clock" size={18} />
            {own.data?.position ? `Number ${own.data.position} on the waitlist` : "On the waitlist"}
          </strong>
        )}
        {words !== null && <span>{words}</span>}
        {waits && <span className={styles.hint}>You get the next free seat by itself, if you are free then.</span>}
        {meeting.myState === "none" && open && (
          <span className={styles.hint}>A seat puts the class into your calendar and keeps its time free.</span>
        )}
      </div>
      {open && <EnrolButton meeting={meeting} />}
    </section>
  );
}
