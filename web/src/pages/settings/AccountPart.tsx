import { useState } from "react";
import { usePage } from "../../app/page";
import { useApi, useMember, useSession } from "../../session/context";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { PasswordField } from "../../ui/Field";
import { FormProblem } from "../../ui/States";
import { refusal, text, useSubmission } from "../../ui/submission";
import { useToast } from "../../ui/toast";
import { Part } from "./Part";
import styles from "./Part.module.css";
import { wrongPassword } from "./password";

export function AccountPart() {
  const heading = usePage("Delete account");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={styles.heading}>
        Delete account
      </h1>
      <Part
        title="Leave NEUFIT"
        lead="Deleting closes your account at once: every device is signed out, and nobody can sign in again. Your user id stays taken."
      >
        <div>
          <Button
            look="danger"
            onClick={() => {
              setAsking(true);
            }}
          >
            Delete my account
          </Button>
        </div>
      </Part>
      <Dialog
        open={asking}
        title="Delete your account?"
        onClose={() => {
          setAsking(false);
        }}
      >
        <DeleteForm />
      </Dialog>
    </>
  );
}

function DeleteForm() {
  const api = useApi();
  const { userId } = useMember();
  const { forget } = useSession();
  const announce = useToast();
  const form = useSubmission(["userPassword"], async (values) => {
    const userPassword = text(values, "userPassword");
    if (userPassword === "") throw refusal({ userPassword: "Enter your password to confirm." });
    try {
      await api.delete("/user", { credentials: { userId, userPassword } });
    } catch (error) {
      throw wrongPassword(error);
    }
    announce("Your account is deleted. Take care.");
    forget();
  });
  return (
    <form onSubmit={form.submit} noValidate className={styles.confirm}>
      <p>This can&rsquo;t be undone. Enter your password to confirm.</p>
      <FormProblem error={form.problem} />
      <PasswordField
        label="Password"
        name="userPassword"
        autoComplete="current-password"
        required
        error={form.wrong("userPassword")}
      />
      <Button type="submit" look="danger" busy={form.busy}>
        Delete account for good
      </Button>
    </form>
  );
}
