import { Link, Navigate, useSearchParams } from "react-router";
import { usePage } from "../app/page";
import { useSession } from "../session/context";
import { Button } from "../ui/Button";
import { Checkbox, PasswordField, TextField } from "../ui/Field";
import { FormProblem } from "../ui/States";
import { refusal, text, useSubmission } from "../ui/submission";
import { destination } from "./destination";
import { Entrance } from "./Entrance";

export function SignInPage() {
  const heading = usePage("Sign in");
  const { session, signIn } = useSession();
  const [params] = useSearchParams();
  const next = destination(params);

  const form = useSubmission(["userId", "userPassword"], async (values) => {
    const userId = text(values, "userId").trim();
    const userPassword = text(values, "userPassword");
    if (userId === "" || userPassword === "") {
      throw refusal({
        ...(userId === "" && { userId: "Enter your user id." }),
        ...(userPassword === "" && { userPassword: "Enter your password." }),
      });
    }
    await signIn({ userId, userPassword }, values.has("lasting"));
  });

  if (session !== null) return <Navigate to={next} replace />;
  return (
    <Entrance>
      <h1 ref={heading} tabIndex={-1}>
        Welcome back
      </h1>
      <p>{params.has("next") ? "Sign in to go on." : "Pick up where you left off."}</p>
      <form onSubmit={form.submit} noValidate>
        <FormProblem error={form.problem} />
        <TextField
          label="User id"
          name="userId"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          error={form.wrong("userId")}
        />
        <PasswordField
          label="Password"
          name="userPassword"
          autoComplete="current-password"
          required
          error={form.wrong("userPassword")}
        />
        <Checkbox
          label="Keep me signed in"
          hint="Leave this off on a computer that others use."
          name="lasting"
          defaultChecked
        />
        <Button type="submit" size="l" wide busy={form.busy}>
          Sign in
        </Button>
      </form>
      <p>
        New here?{" "}
        <Link to={{ pathname: "/sign-up", search: params.toString() }}>Create an account</Link>
      </p>
    </Entrance>
  );
}
