import { useState } from "react";
import { usePage } from "../../../app/page";
import { useNow } from "../useNow";
import { useMember } from "../../../session/context";
import { Button } from "../../../ui/Button";
import { CardGrid, CardGridSkeleton } from "../../../ui/CardGrid";
import { More } from "../../../ui/More";
import { EmptyState, ErrorState, LoadingNote } from "../../../ui/States";
import { useMeetings } from "../queries";
import styles from "./LivePage.module.css";
import { MeetingItem } from "./MeetingItem";
import { PlanMeeting } from "./PlanMeeting";

const MINUTE_MS = 60_000;

/** Classes and sessions: those that run now, and those to come. */
export function LivePage() {
  const heading = usePage("Live");
  const { role } = useMember();
  const meetings = useMeetings({});
  const now = useNow(MINUTE_MS);
  const [planning, setPlanning] = useState<"group_class" | "one_on_one" | null>(null);
  const all = meetings.data?.pages.flatMap((page) => page.items) ?? [];
  const live = all.filter((meeting) => meeting.status === "live");
  const coming = all.filter((meeting) => meeting.status === "scheduled");
  const teaches = role === "instructor";

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            Live
          </h1>
          <p>Train together, at the same second: group classes and one-on-one sessions.</p>
        </div>
        {teaches && (
          <div className={styles.actions}>
            <Button
              icon="live"
              onClick={() => {
                setPlanning("group_class");
              }}
            >
              Start a class now
            </Button>
            <Button
              look="quiet"
              icon="lock"
              onClick={() => {
                setPlanning("one_on_one");
              }}
            >
              Start a one-on-one
            </Button>
          </div>
        )}
      </header>
      <PlanMeeting
        kind={planning}
        onClose={() => {
          setPlanning(null);
        }}
      />
      <LoadingNote loading={meetings.isPending} text="Loading classes" />
      {meetings.isPending ? (
        <CardGridSkeleton count={3} />
      ) : meetings.isError && all.length === 0 ? (
        <ErrorState error={meetings.error} retry={() => void meetings.refetch()} />
      ) : all.length === 0 ? (
        <EmptyState icon="live" title="Nothing is live right now">
          {teaches
            ? "Start a class: everybody who is signed in can join it. Or meet one person in an encrypted one-on-one session."
            : "Classes show up here as soon as an instructor starts or announces one. This page looks for them by itself."}
        </EmptyState>
      ) : (
        <>
          {live.length > 0 && (
            <section aria-labelledby="live-now">
              <h2 id="live-now">Live now</h2>
              <CardGrid label="Live now" dense>
                {live.map((meeting) => (
                  <MeetingItem key={meeting.meetingId} meeting={meeting} now={now} />
                ))}
              </CardGrid>
            </section>
          )}
          {coming.length > 0 && (
            <section aria-labelledby="coming-up">
              <h2 id="coming-up">Coming up</h2>
              <CardGrid label="Coming up" dense>
                {coming.map((meeting) => (
                  <MeetingItem key={meeting.meetingId} meeting={meeting} now={now} />
                ))}
              </CardGrid>
            </section>
          )}
          <More pages={meetings} />
        </>
      )}
    </div>
  );
}
