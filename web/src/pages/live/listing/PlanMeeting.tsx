import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { newKey } from "../../../api/key";
import { useApi } from "../../../session/context";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { SelectField, TextField } from "../../../ui/Field";
import { FormProblem } from "../../../ui/States";
import { refusal, text, useSubmission } from "../../../ui/submission";
import { useToast } from "../../../ui/toast";
import { refreshCalendar } from "../../calendar/queries";
import { ownZone, readingOf } from "../../calendar/zones";
import { makeMeeting, type NewMeeting } from "../queries";
import { planSeries } from "../series/queries";
import { datesOf, dayOf, type Repeat, ruleOf } from "../series/repeat";
import { RepeatFields } from "../series/RepeatFields";
import { useNow } from "../useNow";
import styles from "./PlanMeeting.module.css";

/** What the API says of the one on the list, as a sentence. */
function unknownOf(wrong: string | undefined): string | undefined {
  return wrong === undefined ? undefined : `This ${wrong}.`;
}

const LENGTHS = [15, 30, 45, 60, 90] as const;
const USUAL_MINUTES = 45;
const MINUTE_MS = 60_000;

/** An instructor says what a class or a session is; one that starts now leads into its lobby. */
export function PlanMeeting({ kind, onClose }: { kind: NewMeeting["kind"] | null; onClose: () => void }) {
  return (
    <Dialog
      open={kind !== null}
      title={kind === "one_on_one" ? "Start a one-on-one" : "Start a class"}
      onClose={onClose}
    >
      {kind !== null && <Form kind={kind} onDone={onClose} />}
    </Dialog>
  );
}

function Form({ kind, onDone }: { kind: NewMeeting["kind"]; onDone: () => void }) {
  const api = useApi();
  const navigate = useNavigate();
  const announce = useToast();
  const queries = useQueryClient();
  const [later, setLater] = useState(false);
  const [start, setStart] = useState("");
  const [repeat, setRepeat] = useState<Repeat | null>(null);
  const [key, setKey] = useState(newKey);
  const single = kind === "one_on_one";
  const today = readingOf(useNow(MINUTE_MS), ownZone()).day;

  const fields = ["title", "users", "users.0", "startTime", "endTime", "capacity", "rule"];
  const form = useSubmission(fields, async (values) => {
    const title = text(values, "title").trim();
    const customer = text(values, "users").trim();
    const wrong: Record<string, string> = {};
    if (title === "") wrong.title = "Give it a title.";
    if (single && customer === "") wrong.users = "Enter the user id of the person whom you want to train.";
    if (later && start === "") wrong.startTime = "Choose day and time.";
    const [first] = repeat === null || start === "" ? [] : datesOf(start.slice(0, 10), repeat);
    if (later && repeat !== null && start !== "" && first === undefined) wrong.rule = "No class falls into this.";
    if (Object.keys(wrong).length > 0) throw refusal(wrong);
    const capacity = single || text(values, "capacity") === "" ? null : Number(text(values, "capacity"));
    const minutes = Number(text(values, "minutes"));
    if (later && repeat !== null && first !== undefined) {
      const body = {
        title,
        capacity,
        zone: ownZone(),
        startTime: `${first}${start.slice(10)}`,
        durationMinutes: minutes,
        rule: ruleOf(repeat),
      };
      await planSeries(api, body, key);
      void refreshCalendar(queries);
      announce(`The classes of “${title}” are announced.`);
      onDone();
      return;
    }
    const meetingId = await makeMeeting(api, {
      kind,
      title,
      users: single ? [customer] : [],
      startTime: later ? new Date(start).toISOString() : null,
      minutes,
      capacity,
      key,
    });
    void refreshCalendar(queries);
    if (later) {
      announce(`“${title}” is announced.`);
      onDone();
    } else {
      void navigate(`/live/${encodeURIComponent(meetingId)}`);
    }
  });

  return (
    <form
      className={styles.form}
      onSubmit={form.submit}
      noValidate
      onChange={() => {
        // What was changed is another meeting.
        setKey(newKey());
      }}
    >
      <FormProblem error={form.problem} />
      <TextField
        label="Title"
        name="title"
        maxLength={100}
        required
        defaultValue={single ? "One-on-one session" : ""}
        error={form.wrong("title")}
        placeholder={single ? "" : "Morning mobility"}
      />
      {single && (
        <TextField
          label="User id of the person"
          name="users"
          required
          maxLength={64}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          error={form.wrong("users") ?? unknownOf(form.wrong("users.0"))}
          hint="They find the session under Live. Nobody else sees it. Picture and sound are end-to-end encrypted."
        />
      )}
      <SelectField
        label="Begins"
        name="when"
        value={later ? "later" : "now"}
        onChange={(event) => {
          setLater(event.currentTarget.value === "later");
        }}
      >
        <option value="now">Now</option>
        <option value="later">Later</option>
      </SelectField>
      {later && (
        <TextField
          label="Day and time"
          name="startTime"
          type="datetime-local"
          required
          value={start}
          onChange={(event) => {
            setStart(event.currentTarget.value);
          }}
          error={form.wrong("startTime")}
          hint="In your time zone. The lobby opens 15 minutes before."
        />
      )}
      {later && !single && (
        <RepeatFields
          first={start === "" ? null : start.slice(0, 10)}
          day={dayOf(start === "" ? today : start.slice(0, 10))}
          repeat={repeat}
          onChange={setRepeat}
          error={form.wrong("rule")}
        />
      )}
      <SelectField label="Length" name="minutes" defaultValue={USUAL_MINUTES} error={form.wrong("endTime")}>
        {LENGTHS.map((minutes) => (
          <option key={minutes} value={minutes}>
            {minutes} minutes
          </option>
        ))}
      </SelectField>
      {!single && (
        <TextField
          label="Seats"
          name="capacity"
          type="number"
          inputMode="numeric"
          min={1}
          max={10_000}
          error={form.wrong("capacity")}
          hint="Leave it empty for as many as come. When they are taken, others can wait for one."
        />
      )}
      <div className={styles.buttons}>
        <Button type="submit" busy={form.busy}>
          {later ? "Announce it" : "Go to the lobby"}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
