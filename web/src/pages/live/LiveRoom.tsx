import { useEffect, useRef } from "react";
import type { Meeting } from "../../api/model";
import type { LobbyChoices } from "../../live/choices";
import type { Failure } from "../../socket/closing";
import type { LocalMedia } from "../../live/local-media";
import { useLiveSession } from "../../live/useLiveSession";
import { Button } from "../../ui/Button";
import styles from "./LiveRoom.module.css";
import { RoomScreen } from "./room/RoomScreen";

interface LiveRoomProps {
  meeting: Meeting;
  local: LocalMedia;
  choices: LobbyChoices;
  onChoices: (change: Partial<LobbyChoices>) => void;
  /** `failure` is null for somebody who left. */
  onEnd: (failure: Failure | null) => void;
}

/** Joins the meeting while it is on the page. */
export function LiveRoom({ meeting, local, choices, onChoices, onEnd }: LiveRoomProps) {
  const sharing = meeting.kind === "group_class" && meeting.role === "customer" ? choices.sharing : null;
  const { session, snapshot } = useLiveSession({ meetingId: meeting.meetingId, kind: meeting.kind, sharing, local });
  const { state, failure, self, room } = snapshot;
  const told = useRef(onEnd);
  useEffect(() => {
    told.current = onEnd;
  });
  useEffect(() => {
    if (state === "ended") told.current(failure);
  }, [state, failure]);

  const leave = () => {
    onEnd(null);
  };
  if (session === null || self === null || room === null) {
    return (
      <div className={styles.joining}>
        <span className={styles.spinner} aria-hidden="true" />
        <p role="status">Joining {meeting.title}</p>
        <Button look="quiet" onClick={leave}>
          Cancel
        </Button>
      </div>
    );
  }
  return (
    <RoomScreen
      meeting={meeting}
      session={session}
      snapshot={snapshot}
      self={self}
      room={room}
      choices={choices}
      onChoices={onChoices}
      onLeave={leave}
    />
  );
}
