import { clockTime } from "../../format/format";
import { Icon, type IconName } from "../../ui/icons";
import type { Playback, Rendition, Snapshot } from "../playback";
import { AUTO } from "../protocol";
import type { Tile } from "../storyboard";
import styles from "./Controls.module.css";
import { RATES, toggle } from "./keys";
import { SeekBar } from "./SeekBar";

interface ControlsProps {
  playback: Playback | null;
  snapshot: Snapshot;
  tiles: readonly Tile[];
  fullscreen: boolean;
  onAttention: () => void;
  onFullscreen: () => void;
  /** Null where the browser has no picture in picture. */
  onPictureInPicture: (() => void) | null;
  /** Null where the player has no keys of its own. */
  onKeys: (() => void) | null;
  /** It is one video for many: at one speed, and who only `follows` doesn't steer it. */
  together?: "steers" | "follows" | null;
}

/** The bar under the picture. */
export function Controls(props: ControlsProps) {
  const { playback, snapshot, tiles, fullscreen, onAttention, onFullscreen, onPictureInPicture, onKeys } = props;
  const { together = null } = props;
  const steers = together !== "follows";
  const { position, duration } = snapshot;
  return (
    <div className={styles.controls} role="group" aria-label="Player controls">
      <SeekBar
        playback={playback}
        snapshot={snapshot}
        tiles={tiles}
        fixed={!steers}
        onAttention={onAttention}
      />
      <div className={styles.row}>
        {steers && <PlayButton playback={playback} snapshot={snapshot} everybody={together !== null} />}
        {steers && (
          <span className={styles.wide}>
            <Control
              icon="back"
              label="Back 10 seconds"
              onClick={() => {
                playback?.seek(position - 10);
              }}
            />
            <Control
              icon="forward"
              label="Forward 10 seconds"
              onClick={() => {
                playback?.seek(position + 10);
              }}
            />
          </span>
        )}
        <Volume playback={playback} snapshot={snapshot} />
        <span className={styles.time}>
          {clockTime(position * 1000)} <span aria-hidden="true">/</span>
          <span className="visually-hidden">of</span> {clockTime(duration * 1000)}
        </span>
        <span className={styles.spacer} />
        {together === null && (
          <select
            className={styles.select}
            aria-label="Speed"
            title="Speed"
            value={nearestRate(snapshot.rate)}
            onChange={(event) => {
              playback?.setRate(Number(event.currentTarget.value));
            }}
          >
            {RATES.map((rate) => (
              <option key={rate} value={rate}>
                {`${rate}×`}
              </option>
            ))}
          </select>
        )}
        <QualitySelect playback={playback} snapshot={snapshot} />
        <span className={styles.wide}>
          {onKeys !== null && <Control icon="keys" label="Keyboard shortcuts" onClick={onKeys} />}
          {onPictureInPicture !== null && (
            <Control icon="pip" label="Picture in picture" onClick={onPictureInPicture} />
          )}
        </span>
        <Control
          icon={fullscreen ? "shrink" : "fullscreen"}
          label={fullscreen ? "Leave full screen" : "Full screen"}
          onClick={onFullscreen}
        />
      </div>
    </div>
  );
}

function PlayButton(props: Pick<ControlsProps, "playback" | "snapshot"> & { everybody: boolean }) {
  const { playback, snapshot, everybody } = props;
  const ended = snapshot.state === "ended";
  const what = ended ? "Play again" : snapshot.paused ? "Play" : "Pause";
  const label = everybody ? `${what} for everybody` : what;
  return (
    <Control
      icon={ended ? "retry" : snapshot.paused ? "play" : "pause"}
      label={label}
      onClick={() => {
        if (playback !== null) toggle(playback, snapshot);
      }}
    />
  );
}

function Volume({ playback, snapshot }: Pick<ControlsProps, "playback" | "snapshot">) {
  const silent = snapshot.muted || snapshot.volume === 0;
  const level = silent ? 0 : snapshot.volume;
  return (
    <span className={styles.volume}>
      <Control
        icon={silent ? "mute" : "volume"}
        label={silent ? "Sound on" : "Sound off"}
        onClick={() => {
          playback?.setMuted(!silent);
        }}
      />
      <input
        type="range"
        className={styles.level}
        aria-label="Volume"
        aria-valuetext={`${Math.round(level * 100)} %`}
        min={0}
        max={1}
        step={0.05}
        value={level}
        style={{ background: `linear-gradient(90deg, #fff ${level * 100}%, rgb(255 255 255 / 30%) 0)` }}
        onChange={(event) => {
          playback?.setVolume(Number(event.currentTarget.value));
        }}
        onKeyDown={(event) => {
          // The player's own keys must not answer to these as well.
          if (event.key.startsWith("Arrow")) event.stopPropagation();
        }}
      />
    </span>
  );
}

function QualitySelect({ playback, snapshot }: Pick<ControlsProps, "playback" | "snapshot">) {
  const { renditions, rendition, quality } = snapshot;
  if (renditions.length === 0) return null;
  const now = renditions.find((each) => each.name === rendition);
  return (
    <select
      className={styles.select}
      aria-label="Quality"
      title="Quality"
      value={quality}
      onChange={(event) => {
        playback?.setQuality(event.currentTarget.value);
      }}
    >
      <option value={AUTO}>{now !== undefined && quality === AUTO ? `Auto · ${nameOf(now)}` : "Auto"}</option>
      {renditions.map((each) => (
        <option key={each.name} value={each.name}>
          {nameOf(each)}
        </option>
      ))}
    </select>
  );
}

function Control({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <button type="button" className={styles.control} aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} size={22} />
    </button>
  );
}

/** A rendition as people speak of it: by its short side. */
function nameOf(rendition: Rendition): string {
  return `${Math.min(rendition.width, rendition.height)}p`;
}

function nearestRate(rate: number): number {
  return RATES.reduce((best, each) => (Math.abs(each - rate) < Math.abs(best - rate) ? each : best));
}
