import { Link } from "react-router";
import type { MeetingCard } from "../../../api/model";
import { clockTime, spokenTime, upcoming } from "../../../format/format";
import { Avatar } from "../../../ui/Avatar";
import { ButtonLink } from "../../../ui/Button";
import { Icon } from "../../../ui/icons";
import { EnrolButton } from "../enrolment/EnrolButton";
import { enrollable, fullFor, seatsInWords } from "../enrolment/seats";
import styles from "./MeetingItem.module.css";

/** Whether people are let in at this moment. */
export function joinable(meeting: MeetingCard, now: number): boolean {
  const over = meeting.status === "ended" || meeting.status === "cancelled";
  return !over && now >= Date.parse(meeting.joinableFrom) && now < Date.parse(meeting.joinableUntil);
}

/** A class or a session in a listing. */
export function MeetingItem({ meeting, now }: { meeting: MeetingCard; now: number }) {
  const { meetingId, title, description, kind, instructor, customer, role, startTime, endTime, status } = meeting;
  const length = Date.parse(endTime) - Date.parse(startTime);
  const other = role === "host" && customer !== null ? customer : instructor;
  const open = joinable(meeting, now) && !fullFor(meeting, now);
  const seats = seatsInWords(meeting);
  const enrols = enrollable(meeting, now) && (meeting.capacity !== null || status === "scheduled");
  const to = `/live/${encodeURIComponent(meetingId)}`;
  return (
    <article className={styles.item} data-status={status}>
      <div className={styles.when}>
        {status === "live" ? (
          <span className={styles.live}>
            <Icon name="live" size={16} /> Live now
          </span>
        ) : (
          <span>{upcoming(startTime, new Date(now))}</span>
        )}
        <span className={styles.soft}>
          <span aria-hidden="true">{clockTime(length)}</span>
          <span className="visually-hidden">{spokenTime(length)}</span>
        </span>
        {kind === "one_on_one" && <span className={styles.kind}>One-on-one</span>}
        {kind === "shared_workout" && <span className={styles.kind}>Watch together</span>}
        {meeting.myState === "enrolled" && <span className={styles.kind}>Enrolled</span>}
        {meeting.myState === "waiting" && <span className={styles.kind}>On the waitlist</span>}
      </div>
      <h3>
        <Link to={to} className={styles.title}>
          {title}
        </Link>
      </h3>
      {seats !== null && <p className={styles.seats}>{seats}</p>}
      {description !== "" && <p className={styles.description}>{description}</p>}
      <div className={styles.foot}>
        <span className={styles.person}>
          <Avatar person={other} size="s" />
          {role === "host" && kind === "group_class" ? "Your class" : other.displayName}
        </span>
        {!open && enrols && <EnrolButton meeting={meeting} size="s" />}
        {open && (
          <ButtonLink to={to} size="s" aria-label={`Join ${title}`}>
            Join
          </ButtonLink>
        )}
      </div>
    </article>
  );
}
