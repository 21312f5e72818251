import { useEffect, useRef, useState } from "react";
import type { Action, ReceivedLayer } from "../../../../live/protocol";
import type { Participant, RoomView } from "../../../../live/room-view";
import { Avatar } from "../../../../ui/Avatar";
import { Button, IconButton } from "../../../../ui/Button";
import { Icon } from "../../../../ui/icons";
import { handPlace, listed } from "./order";
import { pictureWords } from "./picture";
import styles from "./PeoplePanel.module.css";
import { QualityBars } from "./QualityBars";

interface PeoplePanelProps {
  room: RoomView;
  me: string;
  hosts: boolean;
  speakers: readonly string[];
  /** By participant, 0 to 3: of all for the host, of oneself for the others. */
  quality: ReadonlyMap<string, number>;
  /** For the host: how late the picture is at each viewer, ms. */
  latency: ReadonlyMap<string, number>;
  /** For the host: which layer of the picture comes to each viewer, and how high the whole one is, px. */
  layers: ReadonlyMap<string, ReceivedLayer>;
  height: number | null;
  act: (action: Action) => void;
  onReport: (person: Participant) => void;
  onBlock: (person: Participant) => void;
}

/** Who is here, and what can be done about it. */
export function PeoplePanel(props: PeoplePanelProps) {
  const { room, me } = props;
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <ul className={styles.people} aria-label="People">
      {listed(room, me).map((person) => (
        <li key={person.id} data-participant={person.id} className={styles.person}>
          <Row
            {...props}
            person={person}
            opened={opened === person.id}
            onToggle={() => {
              setOpened(opened === person.id ? null : person.id);
            }}
          />
        </li>
      ))}
    </ul>
  );
}

interface RowProps extends PeoplePanelProps {
  person: Participant;
  opened: boolean;
  onToggle: () => void;
}

function Row(props: RowProps) {
  const { room, me, person, speakers, quality, latency, layers, height, opened, onToggle } = props;
  const own = person.id === me;
  const hand = handPlace(room, person.id);
  const level = quality.get(person.id);
  const late = latency.get(person.id);
  const received = layers.get(person.id);
  const picture = received === undefined ? "" : pictureWords(received, height);
  return (
    <>
      <div className={styles.row} data-speaking={speakers.includes(person.id)}>
        <Avatar person={{ userId: person.id, displayName: person.name }} size="s" />
        <span className={styles.name}>
          <strong>{own ? `${person.name} (you)` : person.name}</strong>
          <span className={styles.soft}>
            {person.role === "host" && <span>{room.playback === null ? "Trainer" : "Host"}</span>}
            {person.away && <span>reconnecting</span>}
            {picture !== "" && <span title="What comes of your picture there">{picture}</span>}
            {late !== undefined && picture !== "sound only" && (
              <span title="How late your picture is there">{Math.round(late)} ms</span>
            )}
          </span>
        </span>
        {hand !== null && (
          <span className={styles.hand} title={`Hand raised, number ${hand}`}>
            <Icon name="hand" size={16} />
            <span className="visually-hidden">Hand raised, number</span> {hand}
          </span>
        )}
        {level !== undefined && <QualityBars quality={level} />}
        <Media person={person} />
        {own ? (
          <span className={styles.noMore} />
        ) : (
          <IconButton icon="more" label={`Actions for ${person.name}`} aria-expanded={opened} onClick={onToggle} />
        )}
      </div>
      {opened && !own && <Actions {...props} />}
    </>
  );
}

function Media({ person }: { person: Participant }) {
  return (
    <span className={styles.media}>
      <Icon name={person.microphone ? "microphone" : "microphoneOff"} size={16} />
      <Icon name={person.camera ? "studio" : "cameraOff"} size={16} />
      <span className="visually-hidden">
        Microphone {person.microphone ? "on" : "off"}, camera {person.camera ? "on" : "off"}
      </span>
    </span>
  );
}

function Actions({ person, hosts, act, onReport, onBlock, onToggle }: RowProps) {
  const [asking, setAsking] = useState<"remove" | "block" | null>(null);
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Of the last row in sight they would open below the edge.
    group.current?.scrollIntoView({ block: "nearest" });
  }, [asking]);
  if (asking !== null) {
    const removes = asking === "remove";
    return (
      <div ref={group} className={styles.sure} role="group" aria-label={removes ? "Remove" : "Block"}>
        <p>
          {removes
            ? `${person.name} has to leave and can't come back to this session.`
            : `You and ${person.name} no longer see, hear or read each other, here and in every other session.`}
        </p>
        <div>
          <Button
            size="s"
            look="danger"
            onClick={() => {
              onToggle();
              if (removes) act({ kind: "remove", participant: person.id });
              else onBlock(person);
            }}
          >
            {removes ? `Remove ${person.name}` : `Block ${person.name}`}
          </Button>
          <Button
            size="s"
            look="quiet"
            onClick={() => {
              setAsking(null);
            }}
          >
            Cancel
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div ref={group} className={styles.actions} role="group" aria-label={`Actions for ${person.name}`}>
      {hosts && (
        <>
          {person.microphone && (
            <Button
              size="s"
              look="quiet"
              icon="microphoneOff"
              onClick={() => {
                onToggle();
                act({ kind: "mute", participant: person.id });
              }}
            >
              Mute
            </Button>
          )}
          <Button
            size="s"
            look="danger"
            icon="leave"
            onClick={() => {
              setAsking("remove");
            }}
          >
            Remove
          </Button>
        </>
      )}
      <Button
        size="s"
        look="quiet"
        icon="flag"
        onClick={() => {
          onToggle();
          onReport(person);
        }}
      >
        Report
      </Button>
      <Button
        size="s"
        look="quiet"
        icon="block"
        onClick={() => {
          setAsking("block");
        }}
      >
        Block
      </Button>
    </div>
  );
}
