import { useEffect, useState } from "react";
import { Checkbox } from "../../ui/Field";
import { Dialog } from "../../ui/Dialog";
import type { Playback, Stats } from "../playback";
import { KEY_LIST } from "./keys";
import styles from "./KeyList.module.css";

interface KeyListProps {
  open: boolean;
  onClose: () => void;
  everywhere: boolean;
  onEverywhere: (everywhere: boolean) => void;
  playback: Playback | null;
}

/** The list of keys, the switch for them, and figures for whoever wonders how well it plays. */
export function KeyList({ open, onClose, everywhere, onEverywhere, playback }: KeyListProps) {
  return (
    <Dialog open={open} title="Keyboard shortcuts" onClose={onClose}>
      <dl className={styles.keys}>
        {KEY_LIST.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Checkbox
        label="Keys work anywhere on this page"
        hint="Off: only while the player has the focus."
        checked={everywhere}
        onChange={(event) => {
          onEverywhere(event.currentTarget.checked);
        }}
      />
      {playback !== null && <Figures playback={playback} />}
    </Dialog>
  );
}

function Figures({ playback }: { playback: Playback }) {
  const [stats, setStats] = useState<Stats>(() => playback.stats());
  useEffect(() => {
    const timer = setInterval(() => {
      setStats(playback.stats());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [playback]);
  return (
    <p className={styles.figures}>
      {[
        stats.rendition,
        `${stats.frames} frames, ${stats.dropped} dropped`,
        `${stats.ahead.toFixed(0)} s ahead`,
        `${(stats.throughput / 1e6).toFixed(1)} Mbit/s`,
      ]
        .filter((figure) => figure !== null)
        .join(" · ")}
    </p>
  );
}
