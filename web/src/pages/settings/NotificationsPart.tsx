import { useQueryClient } from "@tanstack/react-query";
import type { User } from "../../api/model";
import { useOwnProfile } from "../../api/queries";
import { usePage } from "../../app/page";
import { useApi } from "../../session/context";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Skeleton } from "../../ui/Skeleton";
import { ErrorState, FormProblem, LoadingNote } from "../../ui/States";
import { refusal, text, useSubmission } from "../../ui/submission";
import { useToast } from "../../ui/toast";
import { Part } from "./Part";
import styles from "./Part.module.css";
import rows from "./NotificationsPart.module.css";

type Topic = User["mailOff"][number];

const TOPICS: readonly { topic: Topic; label: string; hint: string }[] = [
  { topic: "sessions", label: "Sessions", hint: "requests, answers, changes and cancellations" },
  { topic: "classes", label: "Classes", hint: "changes, seats from the waitlist, recordings" },
  { topic: "reminders", label: "Reminders", hint: "a day and 15 minutes before the start" },
  { topic: "news", label: "News", hint: "videos, classes and programs of whom you subscribe to" },
  { topic: "comments", label: "Comments", hint: "what others write about your videos" },
  { topic: "moderation", label: "Moderation", hint: "outcomes of your reports, and warnings" },
];

/** Which notices come by e-mail too, and where to. */
export function NotificationsPart() {
  const heading = usePage("Notifications");
  const profile = useOwnProfile();
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={styles.heading}>
        Notifications
      </h1>
      <LoadingNote loading={profile.isPending} text="Loading your settings" />
      {profile.data !== undefined ? (
        <Part title="By e-mail" lead="Your inbox in NEUFIT gets every notice. Pick what is sent by e-mail as well.">
          <MailForm profile={profile.data} />
        </Part>
      ) : profile.isError ? (
        <ErrorState error={profile.error} retry={() => void profile.refetch()} />
      ) : (
        <Skeleton shape="block" />
      )}
    </>
  );
}

function MailForm({ profile }: { profile: User }) {
  const api = useApi();
  const queries = useQueryClient();
  const announce = useToast();
  const form = useSubmission(["email"], async (values) => {
    const email = text(values, "email").trim();
    if (email !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
      throw refusal({ email: "Enter a whole address, such as anna@example.org." });
    }
    const wanted = values.getAll("topics");
    await api.put("/user", {
      body: {
        email: email === "" ? null : email,
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        mailOff: TOPICS.map(({ topic }) => topic).filter((topic) => !wanted.includes(topic)),
      },
    });
    await queries.invalidateQueries({ queryKey: ["profile"] });
    announce(email === "" ? "Saved. Nothing is sent by e-mail." : "Your notifications are saved.");
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <FormProblem error={form.problem} />
      <TextField
        label="E-mail address (optional)"
        hint="Only you see it. Without one nothing is sent. We do not check yet that it is yours, so type it with care."
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        defaultValue={profile.email ?? ""}
        error={form.wrong("email")}
      />
      <fieldset className={rows.topics}>
        <legend>Send me</legend>
        {TOPICS.map(({ topic, label, hint }) => (
          <label key={topic}>
            <input type="checkbox" name="topics" value={topic} defaultChecked={!profile.mailOff.includes(topic)} />
            <span>
              <strong>{label}</strong> {hint}
            </span>
          </label>
        ))}
      </fieldset>
      <p className={styles.lead}>Times in e-mails are in the time zone of the browser in which you save this.</p>
      <Button type="submit" busy={form.busy}>
        Save
      </Button>
    </form>
  );
}
