import { useCallback, useEffect, useState } from "react";
import type { Incoming } from "../../../../live/media";
import type { RoomView } from "../../../../live/room-view";
import type { Layout } from "../../../../live/snapshot";
import styles from "./PairStage.module.css";
import { Tile } from "./Tile";

interface PairStageProps {
  room: RoomView;
  me: string;
  incoming: Incoming;
  speakers: readonly string[];
  quality: ReadonlyMap<string, number>;
  own: MediaStream | null;
  /** Who is expected, while alone. */
  awaited: string;
  onLayout: (layout: Layout) => void;
}

/** Two people, both large. */
export function PairStage({ room, me, incoming, speakers, quality, own, awaited, onLayout }: PairStageProps) {
  const other = room.participants.find((person) => person.id !== me);
  const self = room.participants.find((person) => person.id === me);
  const [height, setHeight] = useState(0);
  const onShown = useCallback(
    (participant: string, shown: number) => {
      if (participant !== me) setHeight(shown);
    },
    [me],
  );
  useEffect(() => {
    // The host has no stage, the other one does: either way it is the first slot.
    if (height > 0) onLayout({ stage: height, tile: height, tiles: 1, pinned: null, page: 0 });
  }, [height, onLayout]);
  return (
    <div className={styles.pair}>
      <div className={styles.two}>
        {other === undefined ? (
          <p className={styles.nobody}>{awaited} is not here yet.</p>
        ) : (
          <Tile
            person={other}
            seat={incoming.seats.get(other.id) ?? null}
            speaking={speakers.includes(other.id)}
            quality={quality.get(other.id)}
            large
            onShown={onShown}
          />
        )}
        {self !== undefined && (
          <Tile person={self} seat={null} own={own} me speaking={speakers.includes(me)} large onShown={onShown} />
        )}
      </div>
    </div>
  );
}
