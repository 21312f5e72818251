import type { LocalDevices } from "../../../live/local-media";
import { type Source, SOURCES } from "../../../live/room-view";
import { Button } from "../../../ui/Button";
import { Icon } from "../../../ui/icons";
import styles from "./DeviceTrouble.module.css";

/** What is wrong with camera or microphone, in words, and one tap to start it again. */
export function DeviceTrouble({ devices, onRestart }: { devices: LocalDevices; onRestart: (source: Source) => void }) {
  const wrong = SOURCES.filter((source) => ["taken", "trouble"].includes(devices[source].state));
  return (
    <div role="status" className={styles.troubles}>
      {wrong.map((source) => (
        <div key={source} className={styles.trouble}>
          <Icon name="warning" />
          <p>{devices[source].reason}</p>
          <Button
            size="s"
            look="quiet"
            icon="retry"
            onClick={() => {
              onRestart(source);
            }}
          >
            {devices[source].state === "taken" ? `Restart ${source}` : `Try ${source} again`}
          </Button>
        </div>
      ))}
    </div>
  );
}
