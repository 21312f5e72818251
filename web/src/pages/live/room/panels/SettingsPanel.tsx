import type { DeviceList } from "../../../../live/devices";
import type { LobbyChoices } from "../../../../live/choices";
import type { Action } from "../../../../live/protocol";
import type { RoomView, Sharing } from "../../../../live/room-view";
import { Choice } from "../../../../ui/Choice";
import { Checkbox } from "../../../../ui/Field";
import { DevicePickers, SHARING_OPTIONS } from "../../lobby/Lobby";
import { ROOM_KEYS } from "../keys";
import styles from "./SettingsPanel.module.css";

interface SettingsPanelProps {
  room: RoomView;
  hosts: boolean;
  available: DeviceList;
  choices: LobbyChoices;
  everywhere: boolean;
  onEverywhere: (everywhere: boolean) => void;
  onChoose: (choice: Partial<Pick<LobbyChoices, "camera" | "microphone" | "speaker" | "sharing">>) => void;
  act: (action: Action) => void;
}

/** Devices, who sees me, keys; for the trainer also what the class may do. */
export function SettingsPanel(props: SettingsPanelProps) {
  const { room, hosts, available, choices, everywhere, onEverywhere, onChoose, act } = props;
  const group = room.kind === "group_class";
  return (
    <div className={styles.settings}>
      {group && !hosts && (
        <div className={styles.part}>
          <h3>Who sees your camera?</h3>
          <Choice<Sharing>
            label="Who sees your camera?"
            options={SHARING_OPTIONS}
            value={choices.sharing}
            onChange={(sharing) => {
              onChoose({ sharing });
            }}
          />
          {!room.sharingOn && <p>The trainer shows the class nobody’s camera right now.</p>}
        </div>
      )}
      {group && hosts && (
        <div className={styles.part}>
          <h3>The class</h3>
          <Checkbox
            label="May write in the chat"
            checked={room.chatOn}
            onChange={(event) => {
              act({ kind: "moderate", chat: event.currentTarget.checked });
            }}
          />
          <Checkbox
            label="May show cameras to each other"
            hint="You see those who share with you either way."
            checked={room.sharingOn}
            onChange={(event) => {
              act({ kind: "moderate", sharing: event.currentTarget.checked });
            }}
          />
        </div>
      )}
      {room.playback !== null && hosts && (
        <div className={styles.part}>
          <h3>Everybody</h3>
          <Checkbox
            label="May play, pause and seek"
            checked={room.steeringOn}
            onChange={(event) => {
              act({ kind: "moderate", steering: event.currentTarget.checked });
            }}
          />
          <Checkbox
            label="May write in the chat"
            checked={room.chatOn}
            onChange={(event) => {
              act({ kind: "moderate", chat: event.currentTarget.checked });
            }}
          />
        </div>
      )}
      <div className={styles.part}>
        <h3>Devices</h3>
        <DevicePickers available={available} choices={choices} onChoose={onChoose} />
      </div>
      <div className={styles.part}>
        <h3>Keys</h3>
        <dl>
          {ROOM_KEYS.filter(([key]) => room.kind !== "one_on_one" || key === "M" || key === "V").map(([key, meaning]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <Checkbox
          label="Keys work anywhere on this page"
          hint="Off: only while a control of the bar has the focus."
          checked={everywhere}
          onChange={(event) => {
            onEverywhere(event.currentTarget.checked);
          }}
        />
      </div>
    </div>
  );
}
