import { Link } from "react-router";
import type { Meeting, Stream } from "../../../api/model";
import { clockTime, spokenTime } from "../../../format/format";
import { ShareLink } from "./ShareLink";
import styles from "./SharedAbout.module.css";

/** In front of the room: what will be watched, and the link for others. */
export function SharedAbout({ meeting, stream }: { meeting: Meeting; stream: Stream | null }) {
  return (
    <div className={styles.about}>
      {stream !== null && (
        <p className={styles.video}>
          {stream.poster !== null && <img src={stream.poster} alt="" />}
          <span>
            <Link to={`/watch/${encodeURIComponent(stream.mediaId)}`}>{stream.metadata.title}</Link>
            <span className={styles.soft}>
              {stream.metadata.instructor.displayName} · <span aria-hidden="true">{clockTime(stream.runtime)}</span>
              <span className="visually-hidden">{spokenTime(stream.runtime)}</span>
            </span>
          </span>
        </p>
      )}
      <ShareLink meetingId={meeting.meetingId} title={meeting.title} />
    </div>
  );
}
