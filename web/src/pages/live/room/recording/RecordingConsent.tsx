import { useState } from "react";
import { Button } from "../../../../ui/Button";
import styles from "./RecordingConsent.module.css";

interface RecordingConsentProps {
  cameraOn: boolean;
  busy: boolean;
  onStart: (publish: boolean) => void;
  onCancel: () => void;
}

/** What a host says yes to. */
export function RecordingConsent({ cameraOn, busy, onStart, onCancel }: RecordingConsentProps) {
  const [publish, setPublish] = useState(true);
  return (
    <div className={styles.consent}>
      <p>
        Your camera and your microphone are recorded, nobody else’s. Everybody in the class sees that it is recorded, and so
        does who comes later. You can pause or stop it at any time.
      </p>
      <p>What your loudspeakers play can be heard on your microphone. Wear headphones when others speak.</p>
      {!cameraOn && <p role="note">Your camera is off. The recording begins with its first picture.</p>}
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={publish}
          onChange={(event) => {
            setPublish(event.target.checked);
          }}
        />
        <span>
          Publish it in the library when it is ready
          <small>{publish ? "You can rename or archive it in your studio." : "It waits in the archive of your studio."}</small>
        </span>
      </label>
      <div className={styles.actions}>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          icon="record"
          busy={busy}
          onClick={() => {
            onStart(publish);
          }}
        >
          Start recording
        </Button>
      </div>
    </div>
  );
}
