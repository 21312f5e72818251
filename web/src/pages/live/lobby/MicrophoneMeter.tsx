import { useEffect, useRef } from "react";
import { meter } from "../../../live/meter";
import { Icon } from "../../../ui/icons";
import styles from "./Lobby.module.css";

/** How loud one's microphone is. Drawn without React: it moves twenty times a second. */
export function MicrophoneMeter({ track }: { track: MediaStreamTrack | null }) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (track === null) return;
    const drawn = bar.current;
    const stop = meter(track, (level) => {
      if (drawn !== null) drawn.style.scale = `${level.toFixed(3)} 1`;
    });
    return () => {
      stop();
      if (drawn !== null) drawn.style.scale = "0 1";
    };
  }, [track]);
  return (
    <p className={styles.meter} data-on={track !== null}>
      <Icon name={track === null ? "microphoneOff" : "microphone"} size={18} />
      <span className={styles.level} aria-hidden="true">
        <span ref={bar} />
      </span>
      <span className={styles.meterWords}>{track === null ? "Microphone off" : "Say something: the bar moves"}</span>
    </p>
  );
}
