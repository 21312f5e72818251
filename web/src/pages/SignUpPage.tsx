import { Link, Navigate, useSearchParams } from "react-router";
import { usePage } from "../app/page";
import { useSession } from "../session/context";
import { Button } from "../ui/Button";
import { PasswordField, TextField } from "../ui/Field";
import { FormProblem } from "../ui/States";
import { refusal, text, useSubmission } from "../ui/submission";
import { destination } from "./destination";
import { Entrance } from "./Entrance";
import styles from "./SignUpPage.module.css";

const SHORTEST_PASSWORD = 8;

export function SignUpPage() {
  const heading = usePage("Create an account");
  const { session, signUp } = useSession();
  const [params] = useSearchParams();

  const form = useSubmission(["userId", "userPassword", "displayName"], async (values) => {
    const userId = text(values, "userId").trim();
    const userPassword = text(values, "userPassword");
    const displayName = text(values, "displayName").trim();
    const missing = {
      ...(displayName === "" && { displayName: "Enter the name that others see." }),
      ...(userId === "" && { userId: "Pick a user id." }),
      ...(userPassword.length < SHORTEST_PASSWORD && {
        userPassword: `Use at least ${SHORTEST_PASSWORD} characters.`,
      }),
    };
    if (Object.keys(missing).length > 0) throw refusal(missing);
    const role = text(values, "role") === "instructor" ? "instructor" : "customer";
    await signUp({ userId, userPassword }, { displayName, role });
  });

  if (session !== null) {
    const start = session.role === "instructor" ? "/studio" : "/";
    return <Navigate to={params.has("next") ? destination(params) : start} replace />;
  }
  return (
    <Entrance>
      <h1 ref={heading} tabIndex={-1}>
        Create your account
      </h1>
      <form onSubmit={form.submit} noValidate>
        <FormProblem error={form.problem} />
        <fieldset className={styles.roles}>
          <legend>I want to</legend>
          <label>
            <input type="radio" name="role" value="customer" defaultChecked={params.get("role") !== "instructor"} />
            <span>
              <strong>Train</strong>
              Follow instructors and work out
            </span>
          </label>
          <label>
            <input type="radio" name="role" value="instructor" defaultChecked={params.get("role") === "instructor"} />
            <span>
              <strong>Teach</strong>
              Publish workouts of my own
            </span>
          </label>
        </fieldset>
        <TextField
          label="Name"
          hint="What others see. You can change it at any time."
          name="displayName"
          autoComplete="name"
          maxLength={80}
          required
          error={form.wrong("displayName")}
        />
        <TextField
          label="User id"
          hint="For signing in, and part of your page's address: letters, digits, _ . and -"
          name="userId"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          required
          error={form.wrong("userId")}
        />
        <PasswordField
          label="Password"
          hint={`At least ${SHORTEST_PASSWORD} characters. A few words in a row are easy to keep in mind.`}
          name="userPassword"
          autoComplete="new-password"
          maxLength={128}
          required
          error={form.wrong("userPassword")}
        />
        <Button type="submit" size="l" wide busy={form.busy}>
          Create account
        </Button>
      </form>
      <p>
        Have an account? <Link to={{ pathname: "/sign-in", search: params.toString() }}>Sign in</Link>
      </p>
    </Entrance>
  );
}
