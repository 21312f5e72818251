import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { Button, IconButton } from "./Button";
import { Icon } from "./icons";
import { type Announce, type Toast, ToastContext } from "./toast";
import styles from "./Toast.module.css";

const SHOWN_MS = 7000;
/** What can be acted on needs the time to get there. */
const ACTION_SHOWN_MS = 20_000;

/** Holds the live region. It is on the page from the start: a region that appears with its text is often not read. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const next = useRef(0);
  const timers = useRef(new Map<number, ReturnType<typeof setTimeout>>());

  const dismiss = useCallback((id: number) => {
    clearTimeout(timers.current.get(id));
    timers.current.delete(id);
    setToasts((shown) => shown.filter((toast) => toast.id !== id));
  }, []);

  const announce = useCallback<Announce>(
    (text, tone = "done", action) => {
      const id = (next.current += 1);
      setToasts((shown) => [...shown.filter((toast) => toast.text !== text), { id, tone, text, action }].slice(-3));
      // What went wrong stays until it is closed: nobody has to read against a clock.
      if (tone === "done") {
        timers.current.set(id, setTimeout(dismiss, action === undefined ? SHOWN_MS : ACTION_SHOWN_MS, id));
      }
    },
    [dismiss],
  );

  useEffect(() => {
    const running = timers.current;
    return () => {
      running.forEach(clearTimeout);
    };
  }, []);

  return (
    <ToastContext value={announce}>
      {children}
      <div className={styles.region} role="status" aria-label="Messages">
        {toasts.map((toast) => (
          <div key={toast.id} className={styles.toast} data-tone={toast.tone}>
            <Icon name={toast.tone === "done" ? "check" : "warning"} />
            <p>{toast.text}</p>
            {toast.action && (
              <Button
                look="bare"
                size="s"
                onClick={() => {
                  dismiss(toast.id);
                  toast.action?.run();
                }}
              >
                {toast.action.label}
              </Button>
            )}
            <IconButton
              icon="close"
              label="Close message"
              onClick={() => {
                dismiss(toast.id);
              }}
            />
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
