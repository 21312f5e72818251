import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { ApiProblem } from "../api/problem";
import { Button } from "./Button";
import { TextField } from "./Field";
import { FormProblem } from "./States";
import { refusal, text, useSubmission } from "./submission";

afterEach(cleanup);

function NameForm({ action }: { action: (values: FormData) => Promise<void> }) {
  const form = useSubmission(["first", "last"], action);
  return (
    <form onSubmit={form.submit} noValidate>
      <FormProblem error={form.problem} />
      <TextField label="First name" name="first" hint="As you like." error={form.wrong("first")} />
      <TextField label="Last name" name="last" error={form.wrong("last")} />
      <Button type="submit" busy={form.busy}>
        Send
      </Button>
    </form>
  );
}

const send = () => userEvent.click(screen.getByRole("button", { name: "Send" }));

test("a field's problem is tied to the field, which gets the focus", async () => {
  render(<NameForm action={() => Promise.reject(refusal({ last: "Say your last name." }))} />);
  await send();
  const last = screen.getByLabelText("Last name");
  expect(document.activeElement).toBe(last);
  expect(last.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(last.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Say your last name.");
  expect(screen.getByLabelText("First name").hasAttribute("aria-invalid")).toBe(false);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a problem of no field that is shown stands above the form, as an alert", async () => {
  const hidden = new ApiProblem({
    status: 400,
    code: "invalid",
    title: "Not valid",
    detail: "Look at: body.",
    fields: [["body", "is odd"]],
  });
  render(<NameForm action={() => Promise.reject(hidden)} />);
  await send();
  expect(screen.getByRole("alert").textContent).toBe("Look at: body.");
});

test("what was wrong is gone after a submission that works", async () => {
  let tries = 0;
  const names: string[] = [];
  const action = (values: FormData) => {
    tries += 1;
    names.push(text(values, "first"));
    return tries === 1 ? Promise.reject(refusal({ first: "Again." })) : Promise.resolve();
  };
  render(<NameForm action={action} />);
  await send();
  await userEvent.type(screen.getByLabelText("First name"), "Zoë");
  await send();
  expect(names).toEqual(["", "Zoë"]);
  expect(screen.getByLabelText("First name").hasAttribute("aria-invalid")).toBe(false);
});

test("a form that is on its way is not sent twice", async () => {
  let sent = 0;
  let finish: () => void = () => undefined;
  const action = () => {
    sent += 1;
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  render(<NameForm action={action} />);
  await send();
  await send();
  expect(sent).toBe(1);
  expect(screen.getByRole("button").getAttribute("aria-disabled")).toBe("true");
  finish();
  await waitFor(() => {
    expect(screen.getByRole("button").hasAttribute("aria-disabled")).toBe(false);
  });
});
