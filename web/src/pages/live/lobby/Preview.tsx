import { useMemo } from "react";
import type { LocalDevice } from "../../../live/local-media";
import { Icon } from "../../../ui/icons";
import { Video } from "../room/stage/Video";
import styles from "./Lobby.module.css";

/** One's own picture, mirrored as people know themselves; others see it as it is. */
export function Preview({ device }: { device: LocalDevice }) {
  const { track, state } = device;
  const stream = useMemo(() => (track === null ? null : new MediaStream([track])), [track]);
  if (state === "on" && stream !== null) {
    return <Video stream={stream} className={styles.video} aria-label="Your camera, mirrored" />;
  }
  return (
    <p className={styles.dark} role="status">
      <Icon name={state === "starting" ? "studio" : "cameraOff"} size={36} />
      {state === "starting" ? "Starting your camera. Your browser may ask you." : "Your camera is off"}
    </p>
  );
}
