import type { EventDetails, EventStep } from "../../api/model";
import { ago } from "../../format/format";
import styles from "./Steps.module.css";
import { nameOf, whenAt } from "./words";

const DEEDS: Record<EventStep["step"], string> = {
  requested: "asked for a session",
  added: "added it",
  accepted: "accepted",
  declined: "declined",
  proposed: "proposed another time",
  rescheduled: "moved it",
  cancelled: "cancelled",
  undone: "took the last step back",
  withdrawn: "cancelled",
};

/** All that a booking went through, the newest first, with the reasons. */
export function Steps({ event, me, zone }: { event: EventDetails; me: string; zone: string }) {
  return (
    <section aria-labelledby="steps" className={styles.section}>
      <h2 id="steps">What happened</h2>
      <ol className={styles.steps}>
        {event.steps.toReversed().map((step, index) => (
          <li key={event.steps.length - index}>
            <p>
              <strong>{nameOf(step.by, event, me)}</strong> {DEEDS[step.step]}{" "}
              <time dateTime={step.at} className={styles.soft}>
                {ago(step.at)}
              </time>
            </p>
            {(step.step === "proposed" || step.step === "rescheduled") && step.startTimeBefore !== null && step.endTimeBefore !== null && (
              <p className={styles.soft}>
                It was {whenAt(Date.parse(step.startTimeBefore), Date.parse(step.endTimeBefore), zone)}
              </p>
            )}
            {step.reason !== "" && <blockquote>{step.reason}</blockquote>}
          </li>
        ))}
      </ol>
    </section>
  );
}
