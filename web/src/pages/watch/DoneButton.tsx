import { useEffect, useState } from "react";
import { Link } from "react-router";
import { asProblem } from "../../api/problem";
import { counted } from "../../format/format";
import { useSession } from "../../session/context";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/icons";
import { useToast } from "../../ui/toast";
import { useDone, useDoneToday, useHistorySummary } from "../progress/queries";
import styles from "./DoneButton.module.css";

/** Rays of the celebration. */
const RAYS = 12;

/** Marks the workout done today, by hand or, when it was `watched`, by itself; and takes it back. For members. */
export function DoneButton({ mediaId, watched }: { mediaId: string; watched: boolean }) {
  const { session } = useSession();
  const today = useDoneToday(mediaId);
  const { mark, undo } = useDone();
  const announce = useToast();
  const [cheering, setCheering] = useState(false);
  const { data: entry } = today;
  const known = entry !== undefined;
  const done = entry !== undefined && entry !== null;

  const finish = () => {
    mark.mutate(
      { mediaId },
      {
        onSuccess: () => {
          setCheering(true);
        },
        onError: (error) => {
          announce(asProblem(error).detail, "wrong");
        },
      },
    );
  };
  // Once: whoever takes back what the page did by itself is not overruled.
  const [noticed, setNoticed] = useState(false);
  const due = watched && known && !noticed;
  useEffect(() => {
    if (!due) return;
    // What was watched is told from outside, by the player, and noted with the service.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setNoticed(true);
    if (!done) finish();
    // Only that it is due starts it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [due]);

  if (session === null || !known) return null;
  return (
    <div className={styles.done} data-done={done || undefined}>
      {done ? (
        <>
          <p className={styles.said} role="status">
            <span className={styles.mark} data-cheering={cheering || undefined}>
              <Icon name="check" />
              {cheering && (
                <span className={styles.rays} aria-hidden="true">
                  {Array.from({ length: RAYS }, (_, ray) => (
                    <i key={ray} style={{ rotate: `${(360 / RAYS) * ray}deg` }} />
                  ))}
                </span>
              )}
            </span>
            <span>
              <strong>Done today</strong>
              <StreakLine />
            </span>
          </p>
          <Button
            look="bare"
            size="s"
            busy={undo.isPending}
            onClick={() => {
              setCheering(false);
              undo.mutate(entry.entryId, {
                onError: (error) => {
                  announce(asProblem(error).detail, "wrong");
                },
              });
            }}
          >
            Undo
          </Button>
        </>
      ) : (
        <>
          <p>Finished? It counts towards your streak and your programs.</p>
          <Button icon="check" busy={mark.isPending} onClick={finish}>
            Mark as done
          </Button>
        </>
      )}
    </div>
  );
}

/** What it did for the streak. */
function StreakLine() {
  const { data } = useHistorySummary();
  if (data === undefined) return null;
  const { current } = data.dayStreak;
  return (
    <Link to="/progress">
      {current > 1 ? `${counted(current, "day")} in a row` : `${counted(data.week.workouts, "workout")} this week`}
    </Link>
  );
}
