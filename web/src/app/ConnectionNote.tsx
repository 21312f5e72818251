import { useSyncExternalStore } from "react";
import { Icon } from "../ui/icons";
import styles from "./ConnectionNote.module.css";

function subscribe(listener: () => void) {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

/** Says so, as long as this device has no network. */
export function ConnectionNote() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status" className={styles.note} data-shown={!online}>
      {!online && (
        <p>
          <Icon name="offline" /> You are offline. What is on the screen stays; new things come when you are back.
        </p>
      )}
    </div>
  );
}
