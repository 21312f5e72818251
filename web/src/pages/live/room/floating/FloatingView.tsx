import type { ReactNode } from "react";
import { createPortal } from "react-dom";
import type { Participant } from "../../../../live/room-view";
import { Avatar } from "../../../../ui/Avatar";
import { Video } from "../stage/Video";
import styles from "./FloatingView.module.css";

interface FloatingViewProps {
  target: Window;
  person: Participant | null;
  stream: MediaStream | null;
  /** Microphone and camera. */
  controls: ReactNode;
  /** The timer, when there is one. */
  timer: ReactNode;
}

/** What the floating window shows: the trainer (or the other one), the timer, microphone and camera. */
export function FloatingView({ target, person, stream, controls, timer }: FloatingViewProps) {
  return createPortal(
    <div className={styles.floating}>
      <div className={styles.picture}>
        {stream !== null && person !== null ? (
          <Video stream={stream} aria-label={`Camera of ${person.name}`} />
        ) : (
          person !== null && <Avatar person={{ userId: person.id, displayName: person.name }} size="l" />
        )}
        {timer !== null && <div className={styles.timer}>{timer}</div>}
      </div>
      <div className={styles.controls} role="toolbar" aria-label="Controls">
        {controls}
      </div>
    </div>,
    target.document.body,
  );
}
