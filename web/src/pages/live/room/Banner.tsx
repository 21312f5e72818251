import type { ReactNode } from "react";
import type { LiveSnapshot } from "../../../live/snapshot";
import { Button } from "../../../ui/Button";
import { Icon } from "../../../ui/icons";
import styles from "./Banner.module.css";

/** Whether the way to the room is lost for now, after it was there. */
export function interrupted({ state, media }: Pick<LiveSnapshot, "state" | "media">): boolean {
  return state === "reconnecting" || (state === "live" && (media === "interrupted" || media === "failed"));
}

interface BannerProps {
  interrupted: boolean;
  soundBlocked: boolean;
  mutedByHost: boolean;
  onRetry: () => void;
  onSound: () => void;
}

/** What stands in the way, as long as it does. */
export function Banner({ interrupted, soundBlocked, mutedByHost, onRetry, onSound }: BannerProps) {
  return (
    <div className={styles.banners}>
      <div role="status">
        {interrupted && (
          <Line icon="offline">
            <p>Reconnecting. You keep your place, and it goes on by itself.</p>
            <Button size="s" look="quiet" onClick={onRetry}>
              Try now
            </Button>
          </Line>
        )}
        {mutedByHost && (
          <Line icon="microphoneOff">
            <p>The trainer muted you. You can turn your microphone on again when it is your turn.</p>
          </Line>
        )}
      </div>
      {soundBlocked && (
        <Line icon="mute">
          <p>Your browser holds the sound back.</p>
          <Button size="s" icon="volume" onClick={onSound}>
            Turn on sound
          </Button>
        </Line>
      )}
    </div>
  );
}

function Line({ icon, children }: { icon: "offline" | "microphoneOff" | "mute"; children: ReactNode }) {
  return (
    <div className={styles.line}>
      <Icon name={icon} />
      {children}
    </div>
  );
}
