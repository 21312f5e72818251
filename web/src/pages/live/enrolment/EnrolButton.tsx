import type { MeetingCard } from "../../../api/model";
import { asProblem } from "../../../api/problem";
import { Button } from "../../../ui/Button";
import { useToast } from "../../../ui/toast";
import { useEnrolment } from "./queries";
import { seatsLeft } from "./seats";

const LEAVES = { enrolled: "Leave the class", waiting: "Leave the waitlist" } as const;

/** Gives a seat or a turn in a class, and gives it back. */
export function EnrolButton({ meeting, size = "m" }: { meeting: MeetingCard; size?: "s" | "m" }) {
  const { meetingId, title, myState } = meeting;
  const change = useEnrolment(meetingId);
  const announce = useToast();
  const full = seatsLeft(meeting) === 0;
  const words = myState === "none" ? (full ? "Join the waitlist" : "Enrol") : LEAVES[myState];
  return (
    <Button
      size={size}
      look={myState === "none" && !full ? "primary" : "quiet"}
      aria-label={`${words}: ${title}`}
      busy={change.isPending}
      onClick={() => {
        change.mutate(myState === "none", {
          onSuccess: ({ state, position }) => {
            if (state === "enrolled") announce(`You have a seat in “${title}”. It is in your calendar.`);
            else if (state === "waiting") announce(`“${title}” is full. You are number ${position ?? 1} on the waitlist.`);
            else announce(`You left “${title}”.`);
          },
          onError: (error) => {
            announce(asProblem(error).detail, "wrong");
          },
        });
      }}
    >
      {words}
    </Button>
  );
}
