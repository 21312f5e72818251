import { type SubmitEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { ApiProblem, asProblem } from "../api/problem";

/** A problem found before anything was sent. */
export function refusal(fields: Record<string, string>): ApiProblem {
  return new ApiProblem({
    status: 400,
    code: "invalid",
    title: "Something is missing",
    detail: "Look at the marked fields.",
    fields: Object.entries(fields),
  });
}

/**
 * Runs a form: one submission at a time, what went wrong as a problem, the focus on the first field that is wrong.
 *
 * `fields` are the names on the wire that the form shows; what is wrong with any other name is told with the form.
 */
export function useSubmission(fields: readonly string[], action: (values: FormData) => Promise<void>) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const running = useRef(false);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await action(new FormData(form));
    } catch (error) {
      flushSync(() => {
        setProblem(asProblem(error));
      });
      form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  const shown = problem !== null && [...problem.fields.keys()].some((name) => fields.includes(name));
  return {
    busy,
    /** For the form's `onSubmit`. */
    submit: (event: SubmitEvent<HTMLFormElement>) => void submit(event),
    /** What is wrong with this field. */
    wrong: (name: string) => problem?.fields.get(name),
    /** What is wrong with the form as a whole: nothing when the fields say it all. */
    problem: shown ? null : problem,
  };
}

/** A field's text. */
export function text(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value : "";
}
