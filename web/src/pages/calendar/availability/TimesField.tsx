import type { ReactNode } from "react";
import { IconButton } from "../../../ui/Button";
import styles from "./Availability.module.css";

interface Times {
  readonly start: string;
  readonly end: string;
}

/** From when to when by the clock. `of` says of what, for who doesn't see where it stands. */
export function TimesField({
  value,
  of,
  error,
  onChange,
  onRemove,
  children,
}: {
  value: Times;
  of: string;
  error: string | undefined;
  onChange: (next: Times) => void;
  onRemove: () => void;
  children?: ReactNode;
}) {
  const invalid = error === undefined ? undefined : (true as const);
  const { start, end } = value;
  return (
    <div>
      <div className={styles.times}>
        {children}
        <input
          type="time"
          step={300}
          aria-label={`${of}, from`}
          aria-invalid={invalid}
          value={start}
          onChange={(event) => {
            onChange({ start: event.currentTarget.value, end });
          }}
        />
        <span aria-hidden="true">–</span>
        <input
          type="time"
          step={300}
          aria-label={`${of}, to`}
          aria-invalid={invalid}
          value={end}
          onChange={(event) => {
            onChange({ start, end: event.currentTarget.value });
          }}
        />
        <IconButton icon="trash" label={`Remove ${of}`} onClick={onRemove} />
      </div>
      {error !== undefined && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
