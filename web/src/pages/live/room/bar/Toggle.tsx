import type { ComponentProps } from "react";
import { Icon, type IconName } from "../../../../ui/icons";
import styles from "./Toggle.module.css";

interface ToggleProps extends Omit<ComponentProps<"button">, "className" | "children" | "aria-label" | "onToggle"> {
  icon: IconName;
  /** What pressing it does. */
  label: string;
  /** A word below the icon, where there is room. */
  word: string;
  /** The key that does the same. */
  keyName?: string;
  look?: "on" | "off" | "plain" | "danger";
  /** A number at its corner, and what it counts. */
  count?: number;
  counted?: string;
}

/** A control of the room: large, with its key in the tooltip. */
export function Toggle({ icon, label, word, keyName, look = "plain", count = 0, counted = "new", ...rest }: ToggleProps) {
  // Who speaks to the page says what stands on the control, so its name holds that word.
  const name = label.toLowerCase().includes(word.toLowerCase()) ? label : `${word}, ${label.toLowerCase()}`;
  return (
    <button
      {...rest}
      type="button"
      className={styles.toggle}
      data-look={look}
      data-count={count > 9 ? "9+" : count > 0 ? count : undefined}
      aria-label={count > 0 ? `${name}, ${count} ${counted}` : name}
      aria-keyshortcuts={keyName}
      title={keyName === undefined ? label : `${label} (${keyName})`}
    >
      <Icon name={icon} size={22} />
      <span className={styles.word} aria-hidden="true">
        {word}
      </span>
    </button>
  );
}
