import { useState } from "react";
import { Link } from "react-router";
import { newKey } from "../../../api/key";
import type { FreeSlot, User } from "../../../api/model";
import { asProblem } from "../../../api/problem";
import { useSession } from "../../../session/context";
import { Button, ButtonLink } from "../../../ui/Button";
import { TextArea } from "../../../ui/Field";
import { Icon } from "../../../ui/icons";
import { FormProblem } from "../../../ui/States";
import { text, useSubmission } from "../../../ui/submission";
import { useNow } from "../../live/useNow";
import { useAdd } from "../queries";
import { whenAt } from "../words";
import { ownZone } from "../zones";
import styles from "./BookSession.module.css";
import { SlotPicker } from "./SlotPicker";
import { ZoneField } from "./ZoneField";

const MINUTE_MS = 60_000;

/** Asking an instructor for a one-on-one session, on the instructor's page. */
export function BookSession({ person, own }: { person: User; own: boolean }) {
  const { session } = useSession();
  return (
    <section aria-labelledby="book" className={styles.section}>
      <h2 id="book">{own ? "Sessions with you" : "Book a session"}</h2>
      {own ? (
        <div className={styles.panel}>
          <p>People book one-on-one sessions with you here, at the times that you offer.</p>
          <div className={styles.buttons}>
            <ButtonLink to="/calendar/availability" icon="settings">
              Say when you take sessions
            </ButtonLink>
            <ButtonLink to="/calendar" look="quiet" icon="calendar">
              Open your calendar
            </ButtonLink>
          </div>
        </div>
      ) : session === null ? (
        <div className={styles.panel}>
          <p>Train one-on-one with {person.displayName}, encrypted end to end. Sign in to see the free times.</p>
          <div className={styles.buttons}>
            <ButtonLink to={`/sign-in?${new URLSearchParams({ next: `/instructors/${person.userId}` }).toString()}`}>Sign in</ButtonLink>
          </div>
        </div>
      ) : (
        <Booking person={person} />
      )}
    </section>
  );
}

function Booking({ person }: { person: User }) {
  const now = useNow(MINUTE_MS);
  const [zone, setZone] = useState(ownZone);
  const [picked, setPicked] = useState<FreeSlot | null>(null);
  const [sent, setSent] = useState<{ eventId: string; slot: FreeSlot } | null>(null);
  const [key, setKey] = useState(newKey);
  const add = useAdd();
  const form = useSubmission(["reason"], async (values) => {
    if (picked === null) return;
    const { startTime, endTime } = picked;
    try {
      const { eventId } = await add.mutateAsync({ key, userId: person.userId, startTime, endTime, reason: text(values, "reason").trim() });
      setSent({ eventId, slot: picked });
    } catch (error) {
      const { status } = asProblem(error);
      // Refused for good: what is sent next is another request. An answer that got lost may have been a yes.
      if (status >= 400 && status < 500) setKey(newKey());
      throw error;
    }
  });
  if (sent !== null) {
    const { startTime, endTime } = sent.slot;
    return (
      <div className={styles.panel} role="status">
        <h3 className={styles.sent}>
          <Icon name="check" /> Your request is sent
        </h3>
        <p>
          {whenAt(Date.parse(startTime), Date.parse(endTime), zone)} is held for you. {person.displayName} has 48 hours to answer, and can
          propose another time. The answer comes to your calendar and your inbox.
        </p>
        <div className={styles.buttons}>
          <ButtonLink to={`/calendar/events/${encodeURIComponent(sent.eventId)}`}>Open the request</ButtonLink>
          <Button
            look="quiet"
            onClick={() => {
              setSent(null);
              setPicked(null);
              setKey(newKey());
            }}
          >
            Book another
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form className={styles.panel} onSubmit={form.submit} noValidate>
      <div className={styles.zone}>
        <ZoneField
          label="Time zone"
          value={zone}
          now={now}
          onChange={(next) => {
            setZone(next);
          }}
        />
      </div>
      <SlotPicker
        instructor={person.userId}
        zone={zone}
        now={now}
        picked={picked?.startTime ?? null}
        onPick={(slot) => {
          setPicked(slot);
          setKey(newKey());
        }}
        none={
          <p>
            {person.displayName} takes no one-on-one sessions at the moment. <Link to="/live">Look for a class</Link> or at{" "}
            <Link to="/instructors">other instructors</Link>.
          </p>
        }
      />
      {picked !== null && (
        <div className={styles.request}>
          <p className={styles.picked}>{whenAt(Date.parse(picked.startTime), Date.parse(picked.endTime), zone)}</p>
          <TextArea
            label="Note (optional)"
            name="reason"
            rows={2}
            maxLength={500}
            hint={`What you want to work on. ${person.displayName} reads it.`}
            error={form.wrong("reason")}
          />
          <FormProblem error={form.problem} />
          <p className={styles.next}>{person.displayName} has to accept. Until then the time is held for you.</p>
          <div className={styles.buttons}>
            <Button type="submit" icon="send" busy={form.busy}>
              Send request
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}
