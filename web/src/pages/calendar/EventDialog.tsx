import type { CalendarEvent } from "../../api/model";
import { Button, ButtonLink } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import styles from "./EventDialog.module.css";
import { KindIcon, StatusMark } from "./EventMark";
import { awaits, isJoinable, isMovable, pathOf, roomPath, stretchOf } from "./events";
import { dateAt, kindInWords, timesOf, withWhom } from "./words";

/** An event in short, and what to do next with it. */
export function EventDialog({
  event,
  me,
  zone,
  now,
  onClose,
  onMoveTo,
  onKeyMove,
}: {
  event: CalendarEvent | null;
  me: string;
  zone: string;
  now: number;
  onClose: () => void;
  onMoveTo: (event: CalendarEvent) => void;
  onKeyMove: (event: CalendarEvent) => void;
}) {
  const span = event === null ? null : stretchOf(event);
  return (
    <Dialog open={event !== null} title={event?.title ?? ""} onClose={onClose}>
      {event !== null && span !== null && (
        <div className={styles.card}>
          <div>
            <p className={styles.when}>{dateAt(span.start, zone)}</p>
            <p className={styles.when}>{timesOf(span.start, span.end, zone)}</p>
          </div>
          <p className={styles.kind}>
            <KindIcon event={event} /> {kindInWords(event, me)} {withWhom(event, me)}
          </p>
          <StatusMark event={event} me={me} />
          <div className={styles.buttons}>
            {isJoinable(event, now) && <ButtonLink to={roomPath(event)}>Join</ButtonLink>}
            <ButtonLink to={pathOf(event)} look={isJoinable(event, now) ? "quiet" : "primary"}>
              {awaits(event, me) ? "Answer" : event.kind === "class" ? "Open the class" : "Details"}
            </ButtonLink>
            {isMovable(event, me, now) && (
              <>
                <Button
                  look="quiet"
                  onClick={() => {
                    onClose();
                    onMoveTo(event);
                  }}
                >
                  Move to…
                </Button>
                <Button
                  look="quiet"
                  onClick={() => {
                    onClose();
                    onKeyMove(event);
                  }}
                >
                  Move step by step
                </Button>
              </>
            )}
          </div>
        </div>
      )}
    </Dialog>
  );
}
