import { type ComponentProps, type ReactNode, useId, useState } from "react";
import styles from "./Field.module.css";

interface Labelled {
  label: string;
  hint?: ReactNode;
  /** What is wrong with it, in words; read out together with the field. */
  error?: string | undefined;
}

function useField({ hint, error }: Labelled) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return {
    id,
    control: { id, "aria-describedby": described || undefined, "aria-invalid": error ? (true as const) : undefined },
    notes: (
      <>
        {error && (
          <p className={styles.error} id={`${id}-error`}>
            {error}
          </p>
        )}
        {hint && (
          <p className={styles.hint} id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </>
    ),
  };
}

export function TextField({ label, hint, error, ...input }: Labelled & Omit<ComponentProps<"input">, "id" | "className">) {
  const field = useField({ label, hint, error });
  return (
    <div className={styles.field}>
      <label htmlFor={field.id}>{label}</label>
      <input {...input} {...field.control} className={styles.control} />
      {field.notes}
    </div>
  );
}

export function TextArea({ label, hint, error, ...input }: Labelled & Omit<ComponentProps<"textarea">, "id" | "className">) {
  const field = useField({ label, hint, error });
  return (
    <div className={styles.field}>
      <label htmlFor={field.id}>{label}</label>
      <textarea rows={4} {...input} {...field.control} className={styles.control} />
      {field.notes}
    </div>
  );
}

/** A password that can be shown, for those who would rather read than retype it. */
export function PasswordField({
  label,
  hint,
  error,
  ...input
}: Labelled & Omit<ComponentProps<"input">, "id" | "className" | "type">) {
  const field = useField({ label, hint, error });
  const [shown, setShown] = useState(false);
  return (
    <div className={styles.field}>
      <label htmlFor={field.id}>{label}</label>
      <div className={styles.reveal}>
        <input
          {...input}
          {...field.control}
          type={shown ? "text" : "password"}
          autoCapitalize="none"
          spellCheck={false}
          className={styles.control}
        />
        <button
          type="button"
          aria-pressed={shown}
          aria-label={`Show ${label.toLowerCase()}`}
          onClick={() => {
            setShown(!shown);
          }}
        >
          {shown ? "Hide" : "Show"}
        </button>
      </div>
      {field.notes}
    </div>
  );
}

export function SelectField({
  label,
  hint,
  error,
  children,
  ...input
}: Labelled & Omit<ComponentProps<"select">, "id" | "className">) {
  const field = useField({ label, hint, error });
  return (
    <div className={styles.field}>
      <label htmlFor={field.id}>{label}</label>
      <select {...input} {...field.control} className={styles.control}>
        {children}
      </select>
      {field.notes}
    </div>
  );
}

export function Checkbox({ label, hint, error, ...input }: Labelled & Omit<ComponentProps<"input">, "id" | "className" | "type">) {
  const field = useField({ label, hint, error });
  return (
    <div className={styles.check}>
      <input {...input} {...field.control} type="checkbox" />
      <div>
        <label htmlFor={field.id}>{label}</label>
        {field.notes}
      </div>
    </div>
  );
}
