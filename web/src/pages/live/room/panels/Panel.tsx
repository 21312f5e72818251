import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "../../../../ui/Button";
import styles from "./Panel.module.css";

interface PanelProps {
  /** Where it stands in the room. */
  className: string;
  title: string;
  /** The id of the control that opened it: it gets the focus back. */
  opener: string;
  /** Take the focus on opening; not when it stands open from the beginning. */
  takesFocus: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Beside the picture on a wide screen, a sheet above the controls on a phone. It never covers them, nor holds the focus. */
export function Panel({ className, title, opener, takesFocus, onClose, children }: PanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus({ preventScroll: true });
  }, [title, takesFocus]);
  const close = () => {
    onClose();
    document.getElementById(opener)?.focus();
  };
  return (
    // Escape closes it from anywhere within; the button does the same.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      id="room-panel"
      className={`${styles.panel} ${className}`}
      aria-labelledby="room-panel-title"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
    >
      <div className={styles.head}>
        <h2 id="room-panel-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <IconButton icon="close" label={`Close ${title.toLowerCase()}`} onClick={close} />
      </div>
      {children}
    </section>
  );
}
