import { asProblem } from "../../api/problem";
import { Button } from "../../ui/Button";
import { useToast } from "../../ui/toast";
import { useDone } from "./queries";

/** So long one has to have been there to be asked, ms: as long as the service wants a meeting to have gone on. */
const ASKED_AFTER_MS = 5 * 60_000;

/** Asks who was in a class or session whether it shall count in the history. `presentMs` is the time in the room. */
export function AttendedButton({ meetingId, presentMs }: { meetingId: string; presentMs: number }) {
  const { mark } = useDone();
  const announce = useToast();
  if (presentMs < ASKED_AFTER_MS) return null;
  if (mark.isSuccess) return <p role="status">It counts in your progress.</p>;
  return (
    <Button
      icon="check"
      busy={mark.isPending}
      onClick={() => {
        mark.mutate(
          { meetingId, activeMs: Math.round(presentMs) },
          {
            onError: (error) => {
              announce(asProblem(error).detail, "wrong");
            },
          },
        );
      }}
    >
      Mark as done
    </Button>
  );
}
