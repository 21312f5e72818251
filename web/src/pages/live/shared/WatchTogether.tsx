import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { newKey } from "../../../api/key";
import { useApi, useSession } from "../../../session/context";
import { Button, ButtonLink } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { SelectField, TextField } from "../../../ui/Field";
import { FormProblem } from "../../../ui/States";
import { refusal, text, useSubmission } from "../../../ui/submission";
import { refreshCalendar } from "../../calendar/queries";
import { ShareLink } from "./ShareLink";
import styles from "./WatchTogether.module.css";

interface Video {
  mediaId: string;
  title: string;
}

/** Opens a room in which people watch this video in step; for members. */
export function WatchTogether({ mediaId, title }: Video) {
  const { session } = useSession();
  const [asking, setAsking] = useState(false);
  if (session === null) return null;
  return (
    <>
      <Button
        look="quiet"
        size="s"
        icon="people"
        onClick={() => {
          setAsking(true);
        }}
      >
        Watch together
      </Button>
      <Dialog
        open={asking}
        title="Watch together"
        onClose={() => {
          setAsking(false);
        }}
      >
        <Making
          mediaId={mediaId}
          title={title}
          onDone={() => {
            setAsking(false);
          }}
        />
      </Dialog>
    </>
  );
}

const MOST_NAMED = 20;
const NAMED = Array.from({ length: MOST_NAMED }, (_, place) => `users.${place}`);

function Making({ mediaId, title, onDone }: Video & { onDone: () => void }) {
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [later, setLater] = useState(false);
  const [key, setKey] = useState(newKey);
  const [planned, setPlanned] = useState<string | null>(null);

  const form = useSubmission(["users", ...NAMED, "startTime"], async (values) => {
    const start = text(values, "startTime");
    const users = text(values, "users").split(/[\s,;]+/u).filter(Boolean);
    const wrong: Record<string, string> = {};
    if (later && start === "") wrong.startTime = "Choose day and time.";
    if (users.length > MOST_NAMED) wrong.users = `At most ${MOST_NAMED} people can be named. The link is for everybody.`;
    if (Object.keys(wrong).length > 0) throw refusal(wrong);
    const { meetingId } = await api.post("/meet", {
      idempotencyKey: key,
      body: {
        kind: "shared_workout",
        title: title.slice(0, 100),
        mediaId,
        steering: text(values, "steering") === "everybody",
        ...(users.length > 0 && { users }),
        ...(later && { startTime: new Date(start).toISOString() }),
      },
    });
    void refreshCalendar(queries);
    if (later) setPlanned(meetingId);
    else void navigate(`/live/${encodeURIComponent(meetingId)}`);
  });

  const unknown = NAMED.some((name) => form.wrong(name) !== undefined) ? "Nobody with one of these ids can be named." : undefined;

  if (planned !== null) {
    return (
      <div className={styles.form}>
        <p>It stands in your calendar. The door opens 15 minutes before.</p>
        <ShareLink meetingId={planned} title={title} />
        <div className={styles.buttons}>
          <ButtonLink to={`/live/${encodeURIComponent(planned)}`}>See the session</ButtonLink>
          <Button look="quiet" onClick={onDone}>
            Done
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={form.submit}
      noValidate
      onChange={() => {
        // What was changed is another session.
        setKey(newKey());
      }}
    >
      <p>Everybody sees the same moment of “{title}”, with chat, timer and, if they like, cameras.</p>
      <FormProblem error={form.problem} />
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
          error={form.wrong("startTime")}
          hint="In your time zone."
        />
      )}
      <SelectField label="Who may play, pause and seek?" name="steering" defaultValue="host">
        <option value="host">Only me</option>
        <option value="everybody">Everybody</option>
      </SelectField>
      <TextField
        label="People (optional)"
        name="users"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        error={form.wrong("users") ?? unknown}
        hint="User ids, with commas between. They find it among their sessions; all others need the link, which you get next."
      />
      <div className={styles.buttons}>
        <Button type="submit" busy={form.busy}>
          {later ? "Plan it" : "Open the room"}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
