import { useEffect, useRef, useState } from "react";
import type { Meeting } from "../../../../api/model";
import { ApiProblem, asProblem } from "../../../../api/problem";
import { clockTime } from "../../../../format/format";
import { CommandRefused } from "../../../../live/commands";
import type { Recording } from "../../../../live/room-view";
import type { LiveSession } from "../../../../live/session";
import { Button, IconButton } from "../../../../ui/Button";
import { Dialog } from "../../../../ui/Dialog";
import { Icon } from "../../../../ui/icons";
import { FormProblem } from "../../../../ui/States";
import { useToast } from "../../../../ui/toast";
import { recordedMs, spoken, useStartRecording } from "./recording";
import styles from "./RecordingBar.module.css";
import { RecordingConsent } from "./RecordingConsent";

interface RecordingBarProps {
  meeting: Meeting;
  session: LiveSession;
  recording: Recording | null;
  hosts: boolean;
  cameraOn: boolean;
}

/** What is wrong: the relay says it in its own words. */
function problemIn(error: unknown): ApiProblem {
  return error instanceof CommandRefused
    ? new ApiProblem({ status: 0, code: error.code, title: "That can’t be done", detail: error.message })
    : asProblem(error);
}

/** Whether the class is recorded, in sight of everybody; and for its host the means to. */
export function RecordingBar({ meeting, session, recording, hosts, cameraOn }: RecordingBarProps) {
  const announce = useToast();
  const [asking, setAsking] = useState(false);
  const start = useStartRecording(session, meeting.meetingId);
  const close = () => {
    if (start.isError) start.reset();
    setAsking(false);
  };
  const set = (how: "pause" | "resume" | "stop") => {
    session.command({ kind: "recording", do: how }).then(() => {
      if (how === "stop") announce("The recording is being prepared. You find it in your studio.");
    }, (error: unknown) => {
      announce(problemIn(error).detail, "wrong");
    });
  };
  return (
    <>
      <RecordingAnnouncer recording={recording} />
      {(hosts || recording !== null) && (
        <div className={styles.bar}>
          {recording !== null && <RecordingMark recording={recording} now={() => session.clock.now()} />}
          {hosts && recording === null && (
            <Button
              size="s"
              look="quiet"
              icon="record"
              onClick={() => {
                setAsking(true);
              }}
            >
              Record
            </Button>
          )}
          {hosts && recording !== null && (
            <>
              <IconButton
                icon={recording.paused ? "play" : "pause"}
                label={recording.paused ? "Resume recording" : "Pause recording"}
                onClick={() => {
                  set(recording.paused ? "resume" : "pause");
                }}
              />
              <IconButton
                icon="stop"
                label="Stop recording"
                onClick={() => {
                  set("stop");
                }}
              />
            </>
          )}
        </div>
      )}
      <Dialog
        open={asking}
        title="Record this class?"
        onClose={close}
      >
        {start.isError && <FormProblem error={problemIn(start.error)} />}
        <RecordingConsent
          cameraOn={cameraOn}
          busy={start.isPending}
          onStart={(publish) => {
            start.mutate(publish, { onSuccess: close });
          }}
          onCancel={close}
        />
      </Dialog>
    </>
  );
}

const SECOND_MS = 1000;

function RecordingMark({ recording, now }: { recording: Recording; now: () => number }) {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (recording.paused) return;
    const timer = setInterval(() => {
      setTick((tick) => tick + 1);
    }, SECOND_MS);
    return () => {
      clearInterval(timer);
    };
  }, [recording.paused]);
  return (
    <span className={styles.mark} data-paused={recording.paused}>
      <Icon name={recording.paused ? "pause" : "record"} size={16} />
      {recording.paused ? "Recording paused" : "Recording"}
      {/* It counts in sight; said aloud it would never end. */}
      <span aria-hidden="true">{clockTime(recordedMs(recording, now()))}</span>
    </span>
  );
}

/** Says aloud what changes, and to who comes late how it is. */
function RecordingAnnouncer({ recording }: { recording: Recording | null }) {
  const before = useRef<Recording | null>(null);
  const [words, setWords] = useState("");
  useEffect(() => {
    setWords(spoken(before.current, recording));
    before.current = recording;
  }, [recording]);
  return (
    <span className="visually-hidden" role="status">
      {words}
    </span>
  );
}
