import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Incoming } from "../../../../live/media";
import { hostOf } from "../../../../live/room";
import type { Participant, RoomView } from "../../../../live/room-view";
import type { Layout } from "../../../../live/snapshot";
import { IconButton } from "../../../../ui/Button";
import styles from "./ClassStage.module.css";
import { Tile } from "./Tile";
import { useCapacity } from "./useCapacity";

interface ClassStageProps {
  room: RoomView;
  me: string;
  incoming: Incoming;
  speakers: readonly string[];
  quality: ReadonlyMap<string, number>;
  own: MediaStream | null;
  onLayout: (layout: Layout) => void;
  /** What all look at in place of the host, who is a tile like the others then. */
  screen?: ReactNode | false;
}

/** Free places are asked for in this size at least, px, so that somebody can come into them. */
const TILE_PX = 120;

/** The trainer large, and a page of those who show themselves. */
export function ClassStage({ room, me, incoming, speakers, quality, own, onLayout, screen = false }: ClassStageProps) {
  const [pinned, setPinned] = useState<string | null>(null);
  const [pages, setPages] = useState<readonly number[]>([0]);
  const page = pages.at(-1) ?? 0;
  const host = screen === false ? hostOf(room) : null;
  const hosts = host?.id === me;
  const { seats, next } = incoming;
  const tiles = room.participants.filter((person) => person.id !== host?.id && seats.has(person.id) && person.id !== me);
  const self = room.participants.find((person) => person.id === me);
  const showsSelf = own !== null && self !== undefined;

  const [shown, setShown] = useState<ReadonlyMap<string, number>>(new Map());
  const onShown = useCallback((participant: string, height: number) => {
    setShown((before) => {
      if ((before.get(participant) ?? 0) === height) return before;
      const after = new Map(before);
      if (height === 0) after.delete(participant);
      else after.set(participant, height);
      return after;
    });
  }, []);
  const tile = Math.max(TILE_PX, ...tiles.map((person) => shown.get(person.id) ?? 0));
  // The relay keeps its first slot for the host, whatever size that is.
  const stage = screen !== false ? tile : host === null || hosts ? 0 : (shown.get(host.id) ?? 0);
  const pageable = next !== null || pages.length > 1;
  const ownTile = Number(showsSelf && !hosts);
  const stripped = tiles.length + ownTile > 0 || pageable;
  const list = useRef<HTMLUListElement>(null);
  const capacity = useCapacity(list, stripped);
  const measured = hosts || host === null || stage > 0;
  useEffect(() => {
    // A first size is known only once the page is laid out; until then the relay's own guess holds.
    if (measured) onLayout({ stage, tile, tiles: Math.max(1, capacity - ownTile), pinned, page });
  }, [measured, stage, tile, capacity, ownTile, pinned, page, onLayout]);

  const tileOf = (person: Participant) => (
    <li key={person.id}>
      <Tile
        person={person}
        seat={seats.get(person.id) ?? null}
        speaking={speakers.includes(person.id)}
        quality={quality.get(person.id)}
        pinned={pinned === person.id}
        onPin={() => {
          setPinned(pinned === person.id ? null : person.id);
        }}
        onShown={onShown}
      />
    </li>
  );
  return (
    <div className={styles.stage} data-hosts={hosts} data-screen={screen !== false} data-tiles={tiles.length + ownTile}>
      <div className={styles.main}>
        {screen !== false ? (
          screen
        ) : host === null ? (
          <p className={styles.nobody}>The trainer is not here yet. You will see the class as soon as it begins.</p>
        ) : (
          <Tile
            person={host}
            seat={seats.get(host.id) ?? null}
            own={hosts ? own : null}
            me={hosts}
            speaking={speakers.includes(host.id)}
            quality={quality.get(host.id)}
            large
            onShown={onShown}
          />
        )}
      </div>
      {stripped && (
        <div className={styles.strip}>
          {pages.length > 1 && (
            <IconButton
              icon="left"
              label="People before"
              onClick={() => {
                setPages(pages.slice(0, -1));
              }}
            />
          )}
          <ul ref={list} className={styles.tiles} aria-label={screen === false ? "Cameras of the class" : "Cameras"}>
            {showsSelf && !hosts && (
              <li>
                <Tile person={self} seat={null} own={own} me speaking={speakers.includes(me)} onShown={onShown} />
              </li>
            )}
            {tiles.map(tileOf)}
          </ul>
          {next !== null && (
            <IconButton
              icon="right"
              label="More people"
              onClick={() => {
                setPages([...pages, next]);
              }}
            />
          )}
        </div>
      )}
    </div>
  );
}
