import type { ComponentProps, ReactNode } from "react";
import { Link, type LinkProps } from "react-router";
import styles from "./Button.module.css";
import { Icon, type IconName } from "./icons";

type Look = "primary" | "quiet" | "bare" | "danger";

interface Dress {
  look?: Look;
  size?: "m" | "s" | "l";
  icon?: IconName;
  /** Fill the width of what it stands in. */
  wide?: boolean;
}

function classes({ look = "primary", size = "m", wide = false }: Dress): string {
  return [styles.button, styles[look], styles[size], wide ? styles.wide : ""].filter(Boolean).join(" ");
}

type ButtonProps = Dress &
  Omit<ComponentProps<"button">, "className" | "children"> & {
    /** The action is under way: the button stays focusable and says so, but does nothing. */
    busy?: boolean;
    children: ReactNode;
  };

export function Button({ look, size, icon, wide, busy = false, children, onClick, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classes({ ...(look && { look }), ...(size && { size }), ...(wide && { wide }) })}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** A link that looks like a button, because where it leads is the next step. */
export function ButtonLink({ look, size, icon, wide, children, ...rest }: Dress & Omit<LinkProps, "className">) {
  return (
    <Link {...rest} className={classes({ ...(look && { look }), ...(size && { size }), ...(wide && { wide }) })}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </Link>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "className" | "children" | "aria-label"> & {
  icon: IconName;
  /** What it does, for screen readers and as a tooltip. */
  label: string;
};

export function IconButton({ icon, label, type = "button", ...rest }: IconButtonProps) {
  return (
    <button {...rest} type={type} className={styles.iconButton} aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}
