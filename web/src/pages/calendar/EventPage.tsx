import { useState } from "react";
import { Link, useParams } from "react-router";
import type { EventDetails, StepChoice } from "../../api/model";
import { asProblem } from "../../api/problem";
import { usePage } from "../../app/page";
import { useMember } from "../../session/context";
import { Avatar } from "../../ui/Avatar";
import { Button, ButtonLink } from "../../ui/Button";
import { TextArea } from "../../ui/Field";
import { Icon } from "../../ui/icons";
import { Skeleton } from "../../ui/Skeleton";
import { ErrorState, FormProblem, LoadingNote } from "../../ui/States";
import { useToast } from "../../ui/toast";
import { useNow } from "../live/useNow";
import { NotFoundPage } from "../NotFoundPage";
import styles from "./EventPage.module.css";
import { KindIcon, StatusMark } from "./EventMark";
import { awaits, isActive, isHost, isJoinable, otherOf, roomPath, stretchOf } from "./events";
import { MoveDialog } from "./MoveDialog";
import { useEvent, useStep } from "./queries";
import { Steps } from "./Steps";
import { useMoving } from "./useMoving";
import { dayInFull, kindInWords, timesOf, whenAt, withWhom, zoneInWords } from "./words";
import { ownZone, readingOf, sameClock } from "./zones";

const MINUTE_MS = 60_000;

/** A booking: when and with whom, all that it went through, and what can be done with it now. */
export function EventPage() {
  const { eventId = "" } = useParams();
  const event = useEvent(eventId);
  if (event.data !== undefined) return <Loaded event={event.data} />;
  if (event.isError) {
    const { status } = asProblem(event.error);
    return status === 404 || status === 400 ? (
      <NotFoundPage />
    ) : (
      <ErrorState error={event.error} retry={() => void event.refetch()} />
    );
  }
  return (
    <>
      <LoadingNote loading text="Loading the event" />
      <Skeleton shape="block" />
    </>
  );
}

function Loaded({ event }: { event: EventDetails }) {
  const heading = usePage(event.title);
  const { userId: me } = useMember();
  const zone = ownZone();
  const now = useNow(MINUTE_MS / 2);
  const moving = useMoving({ zone });
  const { start, end } = stretchOf(event);
  const other = otherOf(event, me);
  const theirs = event.instructorZone;
  return (
    <div className={styles.page}>
      <p>
        <Link to="/calendar" className={styles.back}>
          <Icon name="left" size={16} /> Calendar
        </Link>
      </p>
      <header className={styles.head}>
        <h1 ref={heading} tabIndex={-1}>
          {event.title} {withWhom(event, me)}
        </h1>
        <p className={styles.kind}>
          <KindIcon event={event} /> {kindInWords(event, me)}
        </p>
        <StatusMark event={event} me={me} />
      </header>
      <section aria-label="When and who" className={styles.facts}>
        <div>
          <h2>When</h2>
          <p className={styles.when}>{dayInFull(readingOf(start, zone).day)}</p>
          <p className={styles.when}>{timesOf(start, end, zone)}</p>
          <p className={styles.soft}>{zoneInWords(zone, start)}</p>
          {theirs !== null && !isHost(event, me) && !sameClock(zone, theirs, start) && (
            <p className={styles.soft}>
              For {event.instructor?.displayName}: {whenAt(start, end, theirs)}, {zoneInWords(theirs, start)}
            </p>
          )}
        </div>
        {other !== null && (
          <div>
            <h2>With</h2>
            <p className={styles.person}>
              <Avatar person={other} />
              {isHost(event, me) ? (
                other.displayName
              ) : (
                <Link to={`/instructors/${encodeURIComponent(other.userId)}`}>{other.displayName}</Link>
              )}
            </p>
          </div>
        )}
      </section>
      <Join event={event} zone={zone} now={now} />
      <Choices
        key={event.eventId}
        event={event}
        me={me}
        onMove={() => {
          moving.ask(event);
        }}
      />
      {event.kind === "session" && <Steps event={event} me={me} zone={zone} />}
      <MoveDialog proposal={moving.proposal} me={me} zone={zone} onClose={moving.keep} onMove={moving.place} />
    </div>
  );
}

function Join({ event, zone, now }: { event: EventDetails; zone: string; now: number }) {
  if (event.status !== "accepted" || event.joinableFrom === null || event.joinableUntil === null) return null;
  if (isJoinable(event, now)) {
    return (
      <div className={styles.join}>
        <p>The room is open.</p>
        <ButtonLink to={roomPath(event)} icon="live">
          Join
        </ButtonLink>
      </div>
    );
  }
  if (now >= Date.parse(event.joinableUntil)) return null;
  const from = Date.parse(event.joinableFrom);
  return (
    <p className={styles.soft}>
      You can join here from {whenAt(from, from, zone)} on, 15 minutes before it begins.
    </p>
  );
}

const WORDS: Record<StepChoice, { label: string; personal?: string; done: string; look: "primary" | "quiet" | "danger" }> = {
  accept: { label: "Accept", done: "Accepted.", look: "primary" },
  decline: { label: "Decline", done: "Declined.", look: "danger" },
  propose: { label: "Propose another time", done: "Proposed.", look: "quiet" },
  reschedule: { label: "Reschedule", personal: "Move to…", done: "Moved.", look: "quiet" },
  cancel: { label: "Cancel the session", personal: "Remove", done: "Cancelled.", look: "danger" },
  undo: { label: "Undo your last step", done: "Taken back.", look: "quiet" },
};

/** What one can do now, each with a reason that both see. */
function Choices({ event, me, onMove }: { event: EventDetails; me: string; onMove: () => void }) {
  const announce = useToast();
  const step = useStep();
  const [reason, setReason] = useState("");
  const other = otherOf(event, me);
  // Whoever was too late may have nothing left to do, but hears why.
  if (event.choices.length === 0) return <FormProblem error={step.error} />;
  // Who has to answer declines; calling it off as well would be the same thing twice.
  const choices = event.choices.filter((choice) => choice !== "cancel" || !event.choices.includes("decline"));
  const take = (choice: StepChoice) => {
    step.mutate(
      { eventId: event.eventId, step: choice, reason: reason.trim(), revision: event.revision },
      {
        onSuccess: () => {
          setReason("");
          announce(WORDS[choice].done);
        },
      },
    );
  };
  const label = (choice: StepChoice) => {
    if (event.kind === "event") return WORDS[choice].personal ?? WORDS[choice].label;
    return choice === "cancel" && event.status === "pending" ? "Take the request back" : WORDS[choice].label;
  };
  return (
    <section aria-label="What you can do" className={styles.choices}>
      {awaits(event, me) && other !== null && <h2>{other.displayName} is waiting for your answer</h2>}
      {event.kind === "session" && isActive(event) && (
        <TextArea
          label="A word with it (optional)"
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(change) => {
            setReason(change.currentTarget.value);
          }}
          hint="Both of you see it with the step."
        />
      )}
      <FormProblem error={step.error} />
      <div className={styles.buttons}>
        {choices.map((choice) => (
          <Button
            key={choice}
            look={WORDS[choice].look}
            busy={step.isPending && step.variables.step === choice}
            onClick={() => {
              if (choice === "propose" || choice === "reschedule") onMove();
              else take(choice);
            }}
          >
            {label(choice)}
          </Button>
        ))}
      </div>
    </section>
  );
}
