import { useState } from "react";
import type { Meeting } from "../../../api/model";
import { Avatar } from "../../../ui/Avatar";
import { Button } from "../../../ui/Button";
import { More } from "../../../ui/More";
import { ErrorState, LoadingNote } from "../../../ui/States";
import { CancelClass } from "./CancelClass";
import { ChangeClass } from "./ChangeClass";
import styles from "./HostPanel.module.css";
import { useRoster } from "./queries";
import { seatsInWords } from "./seats";

/** What the host of a class sees and does before it: who comes, who waits; another time, other seats, calling it off. */
export function HostPanel({ meeting }: { meeting: Meeting }) {
  const [asked, setAsked] = useState<"change" | "cancel" | null>(null);
  const open = meeting.status === "scheduled" || meeting.status === "live";
  const close = () => {
    setAsked(null);
  };
  return (
    <section className={styles.panel} aria-labelledby="roster">
      <div className={styles.head}>
        <h2 id="roster">Who comes</h2>
        <span>{seatsInWords(meeting) ?? "Nobody has enrolled yet"}</span>
      </div>
      <Roster meetingId={meeting.meetingId} />
      {open && (
        <div className={styles.actions}>
          <Button
            look="quiet"
            size="s"
            icon="edit"
            onClick={() => {
              setAsked("change");
            }}
          >
            Change
          </Button>
          {meeting.status === "scheduled" && (
            <Button
              look="quiet"
              size="s"
              icon="trash"
              onClick={() => {
                setAsked("cancel");
              }}
            >
              Cancel it
            </Button>
          )}
        </div>
      )}
      <ChangeClass meeting={meeting} open={asked === "change"} onClose={close} />
      <CancelClass meeting={meeting} open={asked === "cancel"} onClose={close} />
    </section>
  );
}

function Roster({ meetingId }: { meetingId: string }) {
  const roster = useRoster(meetingId);
  const people = roster.data?.pages.flatMap((page) => page.items) ?? [];
  if (roster.isError && people.length === 0) {
    return <ErrorState error={roster.error} retry={() => void roster.refetch()} />;
  }
  return (
    <>
      <LoadingNote loading={roster.isPending} text="Loading who comes" />
      {people.length > 0 && (
        <ul className={styles.people}>
          {people.map((each) => (
            <li key={each.userId}>
              <Avatar person={each} size="s" />
              <span>{each.displayName}</span>
              {each.state === "waiting" && <span className={styles.mark}>waits</span>}
              {each.arrived && <span className={styles.mark}>here</span>}
            </li>
          ))}
        </ul>
      )}
      <More pages={roster} />
    </>
  );
}
