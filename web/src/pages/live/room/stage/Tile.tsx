import { useEffect, useRef, useState } from "react";
import type { Seat } from "../../../../live/media";
import type { Participant } from "../../../../live/room-view";
import { Avatar } from "../../../../ui/Avatar";
import { Icon } from "../../../../ui/icons";
import { QualityBars } from "../people/QualityBars";
import styles from "./Tile.module.css";
import { useShownHeight, Video } from "./Video";

interface TileProps {
  person: Participant;
  /** Where the picture comes in; null while none is shown. */
  seat: Seat | null;
  /** My own picture instead. */
  own?: MediaStream | null;
  me?: boolean;
  speaking: boolean;
  quality?: number | undefined;
  large?: boolean;
  /** Kept in place by the viewer; null when that can't be asked for. */
  pinned?: boolean | null;
  onPin?: () => void;
  /** Hears how large the tile is on screen, px of height; 0 when it goes. */
  onShown: (participant: string, height: number) => void;
}

/** Somebody's picture, or initials while there is none. */
export function Tile(props: TileProps) {
  const { person, seat, own = null, me = false, speaking, quality, large = false, pinned = null, onPin, onShown } = props;
  const frame = useRef<HTMLDivElement>(null);
  const height = useShownHeight(frame);
  const [picture, setPicture] = useState(0);
  const { id } = person;
  useEffect(() => {
    onShown(id, height);
    return () => {
      onShown(id, 0);
    };
  }, [id, height, onShown]);

  const stream = own ?? (person.camera ? (seat?.stream ?? null) : null);
  const waiting = own === null && stream !== null && (seat?.paused ?? false);
  return (
    <div
      ref={frame}
      className={large ? `${styles.tile} ${styles.large}` : styles.tile}
      data-participant={id}
      data-speaking={speaking}
      data-height={picture}
    >
      {stream !== null && (
        <Video
          stream={stream}
          className={me ? `${styles.video} ${styles.mirrored}` : styles.video}
          aria-label={me ? "Your camera" : `Camera of ${person.name}`}
          onHeight={setPicture}
        />
      )}
      {stream === null && (
        <div className={styles.initials}>
          <Avatar person={{ userId: id, displayName: person.name }} size={large ? "xl" : "l"} />
          {person.away && <p>{person.name} is reconnecting</p>}
        </div>
      )}
      {waiting && (
        <p className={styles.waiting} role="status">
          <Icon name="warning" size={18} /> Sound only: the connection is too slow for a picture now
        </p>
      )}
      <p className={styles.name}>
        {!person.microphone && <Icon name="microphoneOff" size={15} />}
        <span>{me ? "You" : person.name}</span>
        {!person.microphone && <span className="visually-hidden">, muted</span>}
        {person.handRaisedAt !== null && (
          <span className={styles.hand}>
            <Icon name="hand" size={15} />
            <span className="visually-hidden">, hand raised</span>
          </span>
        )}
        {quality !== undefined && <QualityBars quality={quality} />}
      </p>
      {large && stream !== null && picture > 0 && !waiting && !me && (
        <p className={styles.picture} title="The picture's size follows your connection; sound always comes first.">
          {picture}p
        </p>
      )}
      {pinned !== null && onPin !== undefined && (
        <button
          type="button"
          className={styles.pin}
          aria-pressed={pinned}
          aria-label={pinned ? `Don't keep ${person.name} in sight` : `Keep ${person.name} in sight`}
          title={pinned ? "Don't keep in sight" : "Keep in sight"}
          onClick={onPin}
        >
          <Icon name={pinned ? "check" : "eye"} size={18} />
        </button>
      )}
    </div>
  );
}
