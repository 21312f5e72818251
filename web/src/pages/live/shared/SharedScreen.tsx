import { useCallback, useRef, useState } from "react";
import { isOver } from "../../../live/playback";
import type { Action } from "../../../live/protocol";
import type { RoomPlayback } from "../../../live/room-view";
import { Controls } from "../../../player/view/Controls";
import { useCalm } from "../../../player/view/useCalm";
import { useFullscreen } from "../../../player/view/useFullscreen";
import { useMediaSession } from "../../../player/view/useMediaSession";
import { useStoryboard } from "../../../player/view/useStream";
import { Button } from "../../../ui/Button";
import { Icon } from "../../../ui/icons";
import { DoneButton } from "../../watch/DoneButton";
import styles from "./SharedScreen.module.css";
import { useCountdown, useFollower } from "./useFollower";
import { useSharedVideo, VIDEO_GONE } from "./useSharedVideo";

interface SharedScreenProps {
  playback: RoomPlayback;
  title: string;
  /** The name of who steers when not everybody may. */
  host: string;
  steers: boolean;
  /** The time of the room's log, ms. */
  now: () => number;
  act: (action: Action) => void;
}

/** The video that all watch in step. Playing and seeking are everybody's, sound and quality each one's own. */
export function SharedScreen({ playback, title, host, steers, now, act }: SharedScreenProps) {
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const { follower, snapshot } = useFollower(video, playback, now, act);
  const seconds = useCountdown(playback, now);
  const { stream, gone } = useSharedVideo(playback.mediaId);
  const [attention, setAttention] = useState(false);
  const tiles = useStoryboard(playback.mediaId, attention, true);
  const { fullscreen, toggleFullscreen } = useFullscreen(frame, video);
  const { calm } = useCalm(frame, snapshot.state === "playing");
  const poster = stream?.poster ?? null;
  useMediaSession(steers ? follower : null, snapshot, {
    title,
    artist: stream?.metadata.instructor.displayName ?? "",
    poster,
  });
  const onAttention = useCallback(() => {
    setAttention(true);
  }, []);

  const { state, blocked } = snapshot;
  const failure = gone || snapshot.failure?.code === "not-found" ? VIDEO_GONE : snapshot.failure;
  const over = state === "ended" || (snapshot.paused && playback.playing && isOver(playback, now()));
  const waiting = !playback.playing && playback.positionMs === 0;
  const busy = failure === null && !blocked && ["loading", "waiting", "seeking"].includes(state) && seconds === 0;
  return (
    <div
      ref={frame}
      className={styles.screen}
      role="region"
      aria-label="Video for everybody"
      data-state={state}
      data-calm={calm}
      data-playing={playback.playing}
    >
      {/* Captions: no recording has them yet, and an empty track would promise what isn't there. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={video}
        className={styles.video}
        playsInline
        {...(poster === null ? {} : { poster })}
        aria-label={title}
        tabIndex={-1}
        onDoubleClick={toggleFullscreen}
      />
      {failure === null && (
        <>
          <div className={styles.notes}>
            {snapshot.reconnecting && (
              <p className={styles.note}>
                <Icon name="offline" size={18} /> Reconnecting. You catch up by yourself.
              </p>
            )}
            {!playback.playing && !waiting && (
              <p className={styles.note}>
                <Icon name="pause" size={18} /> Paused for everybody
              </p>
            )}
          </div>
          <div className={styles.middle} data-shown={seconds > 0 || waiting || blocked || over}>
            {seconds > 0 ? (
              <p className={styles.count} aria-hidden="true">
                {seconds}
              </p>
            ) : blocked ? (
              <Button
                size="l"
                icon="play"
                onClick={() => {
                  follower?.unblock();
                }}
              >
                Watch with the others
              </Button>
            ) : over ? (
              <div className={styles.over}>
                <p className={styles.word}>That was it. Well done!</p>
                <DoneButton mediaId={playback.mediaId} watched={false} />
              </div>
            ) : waiting && steers ? (
              <Button
                size="l"
                icon="play"
                onClick={() => {
                  follower?.play();
                }}
              >
                Start for everybody
              </Button>
            ) : waiting ? (
              <p className={styles.word}>{host} starts the video for everybody.</p>
            ) : (
              busy && <span className={styles.spinner} aria-hidden="true" />
            )}
          </div>
          <p className="visually-hidden" role="status">
            {seconds > 0
              ? "It is about to start"
              : over
                ? "The video is over"
                : playback.playing
                  ? "Playing for everybody"
                  : waiting
                    ? ""
                    : "Paused for everybody"}
          </p>
          <div className={styles.bottom}>
            <Controls
              playback={follower}
              snapshot={snapshot}
              tiles={tiles}
              fullscreen={fullscreen}
              together={steers ? "steers" : "follows"}
              onAttention={onAttention}
              onFullscreen={toggleFullscreen}
              onPictureInPicture={null}
              onKeys={null}
            />
          </div>
        </>
      )}
      {failure !== null && (
        <div className={styles.failure} role="alert">
          <h2>{failure.title}</h2>
          <p>{failure.detail}</p>
          {failure.again && (
            <Button
              icon="retry"
              onClick={() => {
                follower?.retry();
              }}
            >
              {failure.code === "superseded" ? "Go on here" : "Try again"}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
