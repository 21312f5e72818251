import { Link } from "react-router";
import { CardGrid } from "../../../ui/CardGrid";
import { useMeetings } from "../queries";
import { useNow } from "../useNow";
import styles from "./LiveNow.module.css";
import { joinable, MeetingItem } from "./MeetingItem";

const MOST = 3;
const MINUTE_MS = 60_000;

/** What one can walk into right now, on the start page; nothing when nothing is live. */
export function LiveNow() {
  const { data } = useMeetings({}, MOST);
  const now = useNow(MINUTE_MS);
  const live = data?.pages[0]?.items.filter((meeting) => meeting.status === "live" && joinable(meeting, now)) ?? [];
  if (live.length === 0) return null;
  return (
    <section aria-labelledby="live" className={styles.live}>
      <div className={styles.head}>
        <h2 id="live">Live now</h2>
        <Link to="/live">All classes</Link>
      </div>
      <CardGrid label="Live now" dense>
        {live.map((meeting) => (
          <MeetingItem key={meeting.meetingId} meeting={meeting} now={now} />
        ))}
      </CardGrid>
    </section>
  );
}
