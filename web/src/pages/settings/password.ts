import { ApiProblem } from "../../api/problem";
import { refusal } from "../../ui/submission";

/** A refused password as a problem of its field: here nobody is asked for a user id. */
export function wrongPassword(error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.status !== 401) return error;
  return refusal({ userPassword: "This is not your password." });
}
