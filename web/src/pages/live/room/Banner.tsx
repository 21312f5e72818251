import { type ReactNode, useEffect, useState } from "react";
import type { LiveSnapshot } from "../../../live/snapshot";
import { Button } from "../../../ui/Button";
import { Icon, type IconName } from "../../../ui/icons";
import styles from "./Banner.module.css";

/** Whether the way to the room is lost for now, after it was there. */
export function interrupted({ state, media }: Pick<LiveSnapshot, "state" | "media">): boolean {
  return state === "reconnecting" || (state === "live" && (media === "interrupted" || media === "failed"));
}

interface BannerProps {
  interrupted: boolean;
  soundBlocked: boolean;
  mutedByHost: boolean;
  /** What the host is called here. */
  host: "trainer" | "host";
  onRetry: () => void;
  onSound: () => void;
}

/** A way that is found again within this time is no news: new rights are fetched so, too. */
const NOTICED_MS = 1000;

/** Whether it has been so for a while. */
function useLasting(now: boolean, ms: number): boolean {
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    if (!now) return;
    const timer = setTimeout(() => {
      setLasted(true);
    }, ms);
    return () => {
      clearTimeout(timer);
      setLasted(false);
    };
  }, [now, ms]);
  return now && lasted;
}

/** What stands in the way, as long as it does. */
export function Banner({ interrupted, soundBlocked, mutedByHost, host, onRetry, onSound }: BannerProps) {
  const noticed = useLasting(interrupted, NOTICED_MS);
  return (
    <div className={styles.banners}>
      <div role="status">
        {noticed && (
          <BannerLine icon="offline">
            <p>Reconnecting. You keep your place, and it goes on by itself.</p>
            <Button size="s" look="quiet" onClick={onRetry}>
              Try now
            </Button>
          </BannerLine>
        )}
        {mutedByHost && (
          <BannerLine icon="microphoneOff">
            <p>The {host} muted you. You can turn your microphone on again when it is your turn.</p>
          </BannerLine>
        )}
      </div>
      {soundBlocked && (
        <BannerLine icon="mute">
          <p>Your browser holds the sound back.</p>
          <Button size="s" icon="volume" onClick={onSound}>
            Turn on sound
          </Button>
        </BannerLine>
      )}
    </div>
  );
}

interface LineProps {
  icon: IconName;
  /** `calm` tells, `warn` wants something to be noticed. */
  tone?: "calm" | "warn";
  children: ReactNode;
}

export function BannerLine({ icon, tone = "warn", children }: LineProps) {
  return (
    <div className={styles.line} data-tone={tone}>
      <Icon name={icon} />
      {children}
    </div>
  );
}
