import { useState } from "react";
import type { Recording } from "../../../../live/room-view";
import { Button } from "../../../../ui/Button";
import { BannerLine } from "../Banner";

/** Tells customers what is recorded, until they have read it; anew when another recording begins. */
export function RecordingNote({ recording, hosts }: { recording: Recording | null; hosts: boolean }) {
  const [read, setRead] = useState(false);
  if (recording === null && read) setRead(false);
  if (recording === null || hosts || read) return null;
  return (
    <BannerLine icon="record" tone="calm">
      <p>
        {recording.paused ? "The trainer records this class; it is paused." : "The trainer records this class."} It is the
        trainer’s picture and voice. Your camera and your microphone are not recorded.
      </p>
      <Button
        size="s"
        look="quiet"
        onClick={() => {
          setRead(true);
        }}
      >
        OK
      </Button>
    </BannerLine>
  );
}
