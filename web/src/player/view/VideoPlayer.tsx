import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/icons";
import type { Tile } from "../storyboard";
import type { WatchPositions } from "../positions";
import { Controls } from "./Controls";
import { KeyList } from "./KeyList";
import { actOn, type KeyTarget, toggle } from "./keys";
import { keepPreferences, readPreferences } from "./preferences";
import { useCalm } from "./useCalm";
import { useFullscreen } from "./useFullscreen";
import { type MediaAbout, useMediaSession } from "./useMediaSession";
import { type StartPlayback, usePlayback } from "./usePlayback";
import styles from "./VideoPlayer.module.css";

interface VideoPlayerProps {
  mediaId: string;
  about: MediaAbout;
  /** False while a part of the video is still being encoded, as far as the page knows. */
  complete: boolean;
  /** Width over height, to hold the place before the first frame. */
  ratio: number;
  tiles: readonly Tile[];
  positions: WatchPositions;
  start: StartPlayback;
  /** A first frame shows, or none will for now. */
  onBegun: () => void;
  onAttention: () => void;
}

const RESUME_NOTE_S = 12;

/** The video with our controls. Keys work while it has the focus, and anywhere on the page unless that is switched off. */
export function VideoPlayer(props: VideoPlayerProps) {
  const { mediaId, about, complete, ratio, tiles, positions, start, onBegun, onAttention } = props;
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const { playback, snapshot } = usePlayback(video, start);
  const { fullscreen, toggleFullscreen } = useFullscreen(frame, video);
  const [keysShown, setKeysShown] = useState(false);
  const [everywhere, setEverywhere] = useState(() => readPreferences(localStorage).keysEverywhere);
  const [resumed, setResumed] = useState(() => positions.read(mediaId));
  const { calm, stir } = useCalm(frame, snapshot.state === "playing" && !keysShown);
  useMediaSession(playback, snapshot, about);

  const target = useMemo<KeyTarget | null>(
    () =>
      playback && {
        playback,
        toggleFullscreen,
        showKeys: () => {
          setKeysShown(true);
        },
      },
    [playback, toggleFullscreen],
  );

  useEffect(() => {
    if (target === null) return;
    const press = (event: globalThis.KeyboardEvent) => {
      const inside = event.target instanceof Node && frame.current?.contains(event.target) === true;
      if ((!everywhere && !inside) || !meant(event)) return;
      if (actOn(event.key, target)) {
        event.preventDefault();
        stir();
      }
    };
    window.addEventListener("keydown", press);
    return () => {
      window.removeEventListener("keydown", press);
    };
  }, [target, everywhere, stir]);

  const begun = snapshot.state !== "loading" || snapshot.blocked || snapshot.preparing;
  useEffect(() => {
    if (begun) onBegun();
  }, [begun, onBegun]);

  const { volume, muted, rate } = snapshot;
  useEffect(() => {
    if (playback !== null) keepPreferences(localStorage, { volume, muted, rate, keysEverywhere: everywhere });
  }, [playback, volume, muted, rate, everywhere]);

  const remember = useCallback(() => {
    const now = playback?.snapshot();
    if (now !== undefined && now.duration > 0 && now.state !== "loading") {
      positions.keep(mediaId, now.state === "ended" ? now.duration : now.position, now.duration);
    }
  }, [playback, positions, mediaId]);
  const fifth = Math.floor(snapshot.position / 5);
  useEffect(remember, [remember, fifth, snapshot.paused]);
  useEffect(() => {
    window.addEventListener("pagehide", remember);
    return () => {
      window.removeEventListener("pagehide", remember);
    };
  }, [remember]);

  const pip = document.pictureInPictureEnabled
    ? () => {
        void (document.pictureInPictureElement === null
          ? video.current?.requestPictureInPicture()
          : document.exitPictureInPicture()
        )?.catch(() => undefined);
      }
    : null;

  const { state, failure } = snapshot;
  const early = failure === null && !complete && !snapshot.complete;
  const busy = failure === null && (state === "loading" || state === "waiting" || state === "seeking") && !snapshot.blocked;
  return (
    <>
      <div
        ref={frame}
        className={styles.player}
        style={{ aspectRatio: Math.max(ratio, 0.8) }}
        role="region"
        aria-label="Video player"
        data-state={state}
        data-calm={calm}
        data-rendition={snapshot.rendition}
      >
        {/* Captions: no recording has them yet, and an empty track would promise what isn't there. Listeners: pressing the
            picture only repeats what the buttons below do. */}
        {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
        <video
          ref={video}
          className={styles.video}
          playsInline
          {...(about.poster === null ? {} : { poster: about.poster })}
          aria-label={about.title}
          tabIndex={-1}
          onPointerUp={(event) => {
            if (playback === null) return;
            // A finger that wakes the controls does not pause as well.
            if (event.pointerType !== "mouse" && calm) stir();
            else if (event.button === 0) toggle(playback, snapshot);
          }}
          onDoubleClick={toggleFullscreen}
        />
        <div className={styles.top}>
          {snapshot.reconnecting && (
            <p className={styles.note}>
              <Icon name="offline" size={18} />
              Reconnecting. What is loaded plays on.
              <button
                type="button"
                onClick={() => {
                  playback?.retry();
                }}
              >
                Try now
              </button>
            </p>
          )}
          {early && (
            <p className={styles.early}>Still being prepared: you’re watching the first part</p>
          )}
        </div>
        {busy && (
          <div className={styles.middle}>
            <span className={styles.spinner} aria-hidden="true" />
            {snapshot.preparing && <p className={styles.word}>The next part is being prepared. It goes on by itself.</p>}
          </div>
        )}
        {failure === null && (snapshot.blocked || (state === "paused" && snapshot.position < 0.5)) && (
          <button
            type="button"
            className={styles.begin}
            aria-label="Play video"
            onClick={() => {
              playback?.play();
            }}
          >
            <Icon name="play" size={40} />
          </button>
        )}
        {failure !== null && (
          <div className={styles.failure} role="alert">
            <h2>{failure.title}</h2>
            <p>{failure.detail}</p>
            {failure.again && (
              <Button
                icon="retry"
                onClick={() => {
                  playback?.retry();
                  playback?.play();
                }}
              >
                {failure.code === "superseded" ? "Go on here" : "Try again"}
              </Button>
            )}
          </div>
        )}
        <p className="visually-hidden" role="status">
          {snapshot.reconnecting ? "Reconnecting" : snapshot.preparing ? "The next part is being prepared" : ""}
        </p>
        {failure === null && (
          <div className={styles.bottom}>
            {resumed > 0 && Math.abs(snapshot.position - resumed) < RESUME_NOTE_S && (
              <button
                type="button"
                className={styles.over}
                onClick={() => {
                  setResumed(0);
                  playback?.seek(0);
                }}
              >
                <Icon name="retry" size={18} />
                Start from the beginning
              </button>
            )}
            <Controls
              playback={playback}
              snapshot={snapshot}
              tiles={tiles}
              fullscreen={fullscreen}
              onAttention={onAttention}
              onFullscreen={toggleFullscreen}
              onPictureInPicture={pip}
              onKeys={() => {
                setKeysShown(true);
              }}
            />
          </div>
        )}
      </div>
      <KeyList
        open={keysShown}
        onClose={() => {
          setKeysShown(false);
        }}
        everywhere={everywhere}
        onEverywhere={setEverywhere}
        playback={playback}
      />
    </>
  );
}

/** Whether a key press speaks to the player, not to what has the focus. */
function meant(event: globalThis.KeyboardEvent | KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  if (target.closest("dialog, [contenteditable], textarea, select")) return false;
  if (target instanceof HTMLInputElement && target.type !== "range") return false;
  // A button or a link that has the focus is pressed by the space bar, a list is moved by arrows.
  return !(event.key === " " && target.closest("button, a, summary, label, input"));
}
