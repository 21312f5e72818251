import { useState } from "react";
import type { CalendarEvent, FreeSlot } from "../../api/model";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextArea, TextField } from "../../ui/Field";
import { FormProblem } from "../../ui/States";
import { refusal, text, useSubmission } from "../../ui/submission";
import { useNow } from "../live/useNow";
import { concernsOthers, isHost, otherOf, stretchOf } from "./events";
import styles from "./Form.module.css";
import { SlotPicker } from "./slots/SlotPicker";
import type { Proposal } from "./useMoving";
import { whenAt } from "./words";
import { fieldOf, instantOfEdited } from "./zones";

/** Asks for another time, and whether it may be told to those whom it concerns. */
export function MoveDialog({
  proposal,
  me,
  zone,
  onClose,
  onMove,
}: {
  proposal: Proposal | null;
  me: string;
  zone: string;
  onClose: () => void;
  onMove: (proposal: Proposal, reason: string) => Promise<void>;
}) {
  return (
    <Dialog open={proposal !== null} title={`Move ${proposal?.event.title ?? ""}`} onClose={onClose}>
      {proposal !== null && <MoveForm {...{ proposal, me, zone, onMove }} onDone={onClose} />}
    </Dialog>
  );
}

function told(event: CalendarEvent, me: string): string {
  if (!concernsOthers(event)) return "Only you see it.";
  if (!event.booked) return "Everybody who is enrolled sees the new time at once.";
  const name = otherOf(event, me)?.displayName ?? "The other one";
  return event.status === "pending" ? `${name} then has to accept the new time.` : `${name} sees the new time at once.`;
}

export function MoveForm({
  proposal: { event, start, end },
  me,
  zone,
  onMove,
  onDone,
}: {
  proposal: Proposal;
  me: string;
  zone: string;
  onMove: (proposal: Proposal, reason: string) => Promise<void>;
  onDone: () => void;
}) {
  const before = stretchOf(event);
  const proposes = event.status === "pending";
  // A customer moves a session to another free slot of the instructor; whose time it is takes any.
  const picks = event.kind === "session" && event.booked && !isHost(event, me);
  const now = useNow(60_000);
  const [slot, setSlot] = useState<FreeSlot | null>(null);
  const form = useSubmission(["startTime", "reason"], async (values) => {
    const from = picks ? Date.parse(slot?.startTime ?? "") : instantOfEdited(text(values, "startTime"), start, zone);
    if (Number.isNaN(from)) throw refusal({ startTime: "Choose day and time." });
    if (from === before.start) throw refusal({ startTime: "That is when it is already." });
    await onMove({ event, start: from, end: from + end - start }, text(values, "reason").trim());
    onDone();
  });
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      <FormProblem error={form.problem} />
      <p className={styles.soft}>Now: {whenAt(before.start, before.end, zone)}</p>
      {picks && event.instructor !== null ? (
        <>
          <SlotPicker
            instructor={event.instructor.userId}
            zone={zone}
            now={now}
            picked={slot?.startTime ?? null}
            onPick={setSlot}
            none={<p>{event.instructor.displayName} takes no sessions at the moment, so it can&apos;t be moved.</p>}
          />
          {form.wrong("startTime") !== undefined && <p role="alert">{form.wrong("startTime")}</p>}
          <p className={styles.soft}>{told(event, me)}</p>
        </>
      ) : (
        <TextField
          label="New day and time"
          name="startTime"
          type="datetime-local"
          step={300}
          required
          defaultValue={fieldOf(start, zone)}
          error={form.wrong("startTime")}
          hint={told(event, me)}
        />
      )}
      {event.booked && concernsOthers(event) && (
        <TextArea label="Reason (optional)" name="reason" rows={2} maxLength={500} error={form.wrong("reason")} hint="Both of you see it." />
      )}
      <div className={styles.buttons}>
        <Button type="submit" busy={form.busy}>
          {proposes ? "Propose it" : "Move it"}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Leave it
        </Button>
      </div>
    </form>
  );
}
