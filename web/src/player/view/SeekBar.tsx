import { type CSSProperties, useRef, useState } from "react";
import { clockTime, spokenTime } from "../../format/format";
import type { Playback, Snapshot } from "../playback";
import { type Tile, tileAt } from "../storyboard";
import styles from "./SeekBar.module.css";

interface SeekBarProps {
  playback: Playback | null;
  snapshot: Snapshot;
  tiles: readonly Tile[];
  /** It shows where the video is, and can't be moved. */
  fixed?: boolean;
  /** The bar gets attention: time to fetch the storyboard. */
  onAttention: () => void;
}

const STEP_S = 5;
const PAGE_S = 30;

/**
 * The seek bar: the browser's own slider, so touch and screen readers can move it, under a drawing of our own. A tile of
 * the storyboard shows above the pointer, above the finger, and above the thumb while the bar has the keyboard's focus.
 */
export function SeekBar({ playback, snapshot, tiles, fixed = false, onAttention }: SeekBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const dragging = useRef(false);
  const [hover, setHover] = useState<number | null>(null);
  const [scrub, setScrub] = useState<number | null>(null);
  const [focused, setFocused] = useState(false);
  const { duration, position, buffered } = snapshot;
  const shown = scrub ?? position;
  const preview = scrub ?? hover ?? (focused ? position : null);

  const momentAt = (x: number): number => {
    const box = bar.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    return Math.min(1, Math.max(0, (x - box.left) / box.width)) * duration;
  };
  const release = () => {
    dragging.current = false;
    if (scrub !== null) playback?.seek(scrub);
    setScrub(null);
  };

  return (
    <div
      ref={bar}
      className={styles.bar}
      style={{ "--at": share(shown, duration) } as CSSProperties}
      onPointerMove={(event) => {
        onAttention();
        if (event.pointerType === "mouse") setHover(momentAt(event.clientX));
      }}
      onPointerLeave={() => {
        setHover(null);
      }}
    >
      <div className={styles.track}>
        {buffered.map(([start, end]) => (
          <span
            key={start}
            className={styles.buffered}
            style={{ left: share(start, duration), width: share(end - start, duration) }}
          />
        ))}
        <span className={styles.played} />
        {hover !== null && <span className={styles.mark} style={{ left: share(hover, duration) }} />}
      </div>
      <input
        type="range"
        className={styles.slider}
        aria-label="Position"
        aria-valuetext={`${spokenTime(shown * 1000)} of ${spokenTime(duration * 1000)}`}
        min={0}
        max={duration || 1}
        step="any"
        value={Math.min(shown, duration || 1)}
        disabled={playback === null || duration === 0 || fixed}
        onFocus={(event) => {
          onAttention();
          setFocused(event.currentTarget.matches(":focus-visible"));
        }}
        onBlur={() => {
          setFocused(false);
        }}
        onPointerDown={() => {
          dragging.current = true;
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onChange={(event) => {
          const moment = Number(event.currentTarget.value);
          // A screen reader moves the slider without a pointer: then it is where it should be at once.
          if (dragging.current) setScrub(moment);
          else playback?.seek(moment);
        }}
        onKeyDown={(event) => {
          const step = stepOf(event.key, position, duration);
          if (step === null || event.ctrlKey || event.altKey || event.metaKey) return;
          event.preventDefault();
          event.stopPropagation();
          setFocused(true);
          playback?.seek(step);
        }}
      />
      {preview !== null && duration > 0 && <Preview moment={preview} duration={duration} tile={tileAt(tiles, preview)} />}
    </div>
  );
}

function Preview({ moment, duration, tile }: { moment: number; duration: number; tile: Tile | null }) {
  return (
    <div className={styles.preview} style={{ "--at": share(moment, duration) } as CSSProperties} aria-hidden="true">
      {tile !== null && (
        <span
          className={styles.tile}
          data-testid="storyboard-tile"
          style={{
            width: tile.width,
            height: tile.height,
            backgroundImage: `url("${tile.sheet}")`,
            backgroundPosition: `-${tile.x}px -${tile.y}px`,
          }}
        />
      )}
      <span className={styles.moment}>{clockTime(moment * 1000)}</span>
    </div>
  );
}

function share(part: number, whole: number): string {
  return `${whole > 0 ? Math.min(100, Math.max(0, (part / whole) * 100)) : 0}%`;
}

/** Where a key on the slider leads, seconds; null for other keys. */
function stepOf(key: string, position: number, duration: number): number | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return position - STEP_S;
    case "ArrowRight":
    case "ArrowUp":
      return position + STEP_S;
    case "PageDown":
      return position - PAGE_S;
    case "PageUp":
      return position + PAGE_S;
    case "Home":
      return 0;
    case "End":
      return duration;
    default:
      return null;
  }
}
