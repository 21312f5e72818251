import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { usePage } from "../../app/page";
import { useApi, useMember } from "../../session/context";
import { Button } from "../../ui/Button";
import { PasswordField } from "../../ui/Field";
import { FormProblem } from "../../ui/States";
import { refusal, text, useSubmission } from "../../ui/submission";
import { useToast } from "../../ui/toast";
import { Part } from "./Part";
import styles from "./Part.module.css";
import { wrongPassword } from "./password";
import { Sessions } from "./Sessions";

export function SecurityPart() {
  const heading = usePage("Password and sessions");
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={styles.heading}>
        Password and sessions
      </h1>
      <Part title="Where you are signed in" lead="End a session that you do not know, then change your password.">
        <Sessions />
      </Part>
      <Part title="Change password" lead="All other sessions end when you change it.">
        <PasswordForm />
      </Part>
    </>
  );
}

function PasswordForm() {
  const api = useApi();
  const { userId } = useMember();
  const queries = useQueryClient();
  const announce = useToast();
  const element = useRef<HTMLFormElement>(null);
  const form = useSubmission(["userPassword", "newPassword"], async (values) => {
    const userPassword = text(values, "userPassword");
    const newPassword = text(values, "newPassword");
    const missing = {
      ...(userPassword === "" && { userPassword: "Enter the password you have now." }),
      ...(newPassword === "" && { newPassword: "Enter a new password." }),
    };
    if (Object.keys(missing).length > 0) throw refusal(missing);
    try {
      await api.put("/user", { credentials: { userId, userPassword }, body: { newPassword } });
    } catch (error) {
      throw wrongPassword(error);
    }
    element.current?.reset();
    await queries.invalidateQueries({ queryKey: ["sessions"] });
    announce("Your password is changed.");
  });
  return (
    <form ref={element} onSubmit={form.submit} noValidate>
      <FormProblem error={form.problem} />
      {/* For password managers: whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={userId} readOnly hidden />
      <PasswordField
        label="Current password"
        name="userPassword"
        autoComplete="current-password"
        required
        error={form.wrong("userPassword")}
      />
      <PasswordField
        label="New password"
        hint="At least 8 characters. A few words in a row are easy to keep in mind."
        name="newPassword"
        autoComplete="new-password"
        maxLength={128}
        required
        error={form.wrong("newPassword")}
      />
      <Button type="submit" busy={form.busy}>
        Change password
      </Button>
    </form>
  );
}
