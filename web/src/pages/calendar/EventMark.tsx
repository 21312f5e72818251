import type { CalendarEvent } from "../../api/model";
import { Icon, type IconName } from "../../ui/icons";
import styles from "./EventMark.module.css";
import { awaits } from "./events";
import { statusInWords } from "./words";

const ICONS: Record<CalendarEvent["kind"], IconName> = { session: "person", class: "people", event: "clock" };

/** What kind of thing an event is, by a picture. */
export function KindIcon({ event, size = 16 }: { event: CalendarEvent; size?: number }) {
  return <Icon name={ICONS[event.kind]} size={size} />;
}

/** Where an event stands, in a word. */
export function StatusMark({ event, me }: { event: CalendarEvent; me: string }) {
  return (
    <span className={styles.mark} data-status={event.status} data-turn={awaits(event, me) ? "mine" : undefined}>
      {event.status === "pending" && <Icon name="clock" size={14} />}
      {event.status === "accepted" && <Icon name="check" size={14} />}
      {(event.status === "cancelled" || event.status === "declined") && <Icon name="close" size={14} />}
      {statusInWords(event, me)}
    </span>
  );
}
