import { useState } from "react";
import { Link } from "react-router";
import type { Availability } from "../../../api/model";
import { asProblem } from "../../../api/problem";
import { usePage } from "../../../app/page";
import { Button } from "../../../ui/Button";
import { TextField } from "../../../ui/Field";
import { Icon } from "../../../ui/icons";
import { Skeleton } from "../../../ui/Skeleton";
import { ErrorState, FormProblem, LoadingNote } from "../../../ui/States";
import { refusal, useSubmission } from "../../../ui/submission";
import { useToast } from "../../../ui/toast";
import { useNow } from "../../live/useNow";
import { Part } from "../../settings/Part";
import { useAvailability, useSetAvailability } from "../queries";
import { ZoneField } from "../slots/ZoneField";
import { ownZone, readingOf } from "../zones";
import styles from "./Availability.module.css";
import { bodyOf, type Draft, draftOf, firstDraft, missingOf, type Rule, RULES } from "./draft";
import { DaysOff, ExtraHours } from "./Exceptions";
import { Preview } from "./Preview";
import { WeeklyHours } from "./WeeklyHours";

const MINUTE_MS = 60_000;

/** When an instructor takes one-on-one sessions. */
export function AvailabilityPage() {
  const heading = usePage("Availability");
  const kept = useAvailability();
  // The form begins anew only when that is asked for: what is saved is what it shows already.
  const [round, setRound] = useState(0);
  return (
    <div className={styles.page}>
      <p>
        <Link to="/calendar" className={styles.back}>
          <Icon name="left" size={16} /> Calendar
        </Link>
      </p>
      <header>
        <h1 ref={heading} tabIndex={-1}>
          Availability
        </h1>
        <p className={styles.lead}>
          When people can ask you for one-on-one sessions. What is on your calendar already stays free of them, and nothing is booked
          before you accept.
        </p>
      </header>
      <LoadingNote loading={kept.isPending} text="Loading your availability" />
      {kept.data !== undefined ? (
        <Editor
          key={round}
          kept={kept.data}
          onReload={() => {
            void kept.refetch().then(({ isSuccess }) => {
              if (isSuccess) setRound((count) => count + 1);
            });
          }}
        />
      ) : kept.isError ? (
        <ErrorState error={kept.error} retry={() => void kept.refetch()} />
      ) : (
        <Skeleton shape="block" />
      )}
    </div>
  );
}

const FIELDS: Record<Rule, { label: string; hint: string; step: number; min: number; max: number }> = {
  sessionMinutes: { label: "A session takes (minutes)", hint: "15 to 190", step: 5, min: 15, max: 190 },
  everyMinutes: { label: "One can begin every (minutes)", hint: "Counted from the start of your hours", step: 5, min: 15, max: 1440 },
  bufferBeforeMinutes: { label: "Free before a session (minutes)", hint: "0 to 30", step: 5, min: 0, max: 30 },
  bufferAfterMinutes: { label: "Free after a session (minutes)", hint: "0 to 30", step: 5, min: 0, max: 30 },
  noticeMinutes: { label: "Notice at least (minutes)", hint: "720 is twelve hours ahead", step: 5, min: 0, max: 43_200 },
  horizonDays: { label: "Bookable ahead (days)", hint: "1 to 366", step: 1, min: 1, max: 366 },
};

function Editor({ kept, onReload }: { kept: Availability | null; onReload: () => void }) {
  const announce = useToast();
  const save = useSetAvailability();
  const now = useNow(MINUTE_MS);
  const [draft, setDraft] = useState<Draft>(() => (kept === null ? firstDraft(ownZone()) : draftOf(kept)));
  const today = readingOf(now, draft.zone).day;
  const lines = (["weekly", "daysOff", "extra"] as const).flatMap((name) => draft[name].map((_, place) => `${name}.${place}`));
  const form = useSubmission(["zone", ...RULES, ...lines], async () => {
    const wrong = missingOf(draft);
    if (Object.keys(wrong).length > 0) throw refusal(wrong);
    const { revision } = await save.mutateAsync(bodyOf(draft));
    // What was typed meanwhile stays.
    setDraft((current) => ({ ...current, revision }));
    announce("Your availability is saved.");
  });
  const problem = asProblem(form.problem);
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      <div className={styles.parts}>
        <Part title="Weekly hours" lead="By the clock of your time zone, also when clocks change.">
          <div className={styles.zone}>
            <ZoneField
              label="Time zone"
              value={draft.zone}
              now={now}
              error={form.wrong("zone")}
              onChange={(zone) => {
                setDraft({ ...draft, zone });
              }}
            />
          </div>
          <WeeklyHours draft={draft} wrong={form.wrong} onChange={setDraft} />
        </Part>
        <Part title="Days off" lead="Holidays and the like: your weekly hours don't hold on these days.">
          <DaysOff {...{ draft, today }} wrong={form.wrong} onChange={setDraft} />
        </Part>
        <Part title="Extra hours" lead="On single days, beside your weekly hours and on days off too.">
          <ExtraHours {...{ draft, today }} wrong={form.wrong} onChange={setDraft} />
        </Part>
        <Part title="Sessions">
          <div className={styles.rules}>
            {RULES.map((rule) => {
              const { label, hint, ...bounds } = FIELDS[rule];
              return (
                <TextField
                  key={rule}
                  label={label}
                  hint={hint}
                  name={rule}
                  type="number"
                  inputMode="numeric"
                  {...bounds}
                  value={Number.isNaN(draft[rule]) ? "" : draft[rule]}
                  error={form.wrong(rule)}
                  onChange={(event) => {
                    const { value } = event.currentTarget;
                    setDraft({ ...draft, [rule]: value === "" ? NaN : Number(value) });
                  }}
                />
              );
            })}
          </div>
        </Part>
      </div>
      <aside className={styles.side}>
        <Preview draft={draft} first={today} now={now} />
        <div className={styles.save}>
          <FormProblem error={form.problem} />
          {form.problem !== null && problem.status === 409 && (
            <Button look="quiet" icon="retry" onClick={onReload}>
              Load what is saved now
            </Button>
          )}
          <Button type="submit" busy={form.busy} wide>
            Save availability
          </Button>
        </div>
      </aside>
    </form>
  );
}
