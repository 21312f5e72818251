import type { ReactNode } from "react";
import type { DeviceList } from "../../../live/devices";
import type { LobbyChoices } from "../../../live/choices";
import type { LocalDevices } from "../../../live/local-media";
import type { Sharing, Source } from "../../../live/room-view";
import { Button, IconButton } from "../../../ui/Button";
import { Choice } from "../../../ui/Choice";
import { SelectField } from "../../../ui/Field";
import { Icon } from "../../../ui/icons";
import { Toggle } from "../room/bar/Toggle";
import { DeviceTrouble } from "./DeviceTrouble";
import styles from "./Lobby.module.css";
import { MicrophoneMeter } from "./MicrophoneMeter";
import { Preview } from "./Preview";

export const SHARING_OPTIONS = [
  { value: "class", label: "The class" },
  { value: "trainer", label: "Only the trainer" },
  { value: "none", label: "Nobody" },
] as const satisfies readonly { value: Sharing; label: string }[];

interface LobbyProps {
  devices: LocalDevices;
  available: DeviceList;
  choices: LobbyChoices;
  /** Who sees my camera is asked: a customer of a class. */
  asksSharing: boolean;
  /** Whether one may come in now, and if not, why. */
  closed: string | null;
  onToggle: (source: Source) => void;
  onRestart: (source: Source) => void;
  onChoose: (choice: Partial<Pick<LobbyChoices, "camera" | "microphone" | "speaker" | "sharing">>) => void;
  onJoin: () => void;
  /** What the meeting is. */
  children: ReactNode;
}

/** In front of the room: what others will see and hear, before they do. */
export function Lobby(props: LobbyProps) {
  const { devices, available, choices, asksSharing, closed, onToggle, onRestart, onChoose, onJoin, children } = props;
  const { camera, microphone } = devices;
  const seen = camera.state === "on" || camera.state === "starting";
  const heard = microphone.state === "on" || microphone.state === "starting";
  const secure = window.isSecureContext;
  return (
    <div className={styles.lobby}>
      <div className={styles.look}>
        <div className={styles.preview}>
          <Preview device={camera} />
          {secure && (
            <div className={styles.toggles} role="group" aria-label="Camera and microphone">
              <Toggle
                icon={heard ? "microphone" : "microphoneOff"}
                label={heard ? "Turn microphone off" : "Turn microphone on"}
                word={heard ? "Mic on" : "Mic off"}
                keyName="M"
                look={heard ? "on" : "off"}
                onClick={() => {
                  onToggle("microphone");
                }}
              />
              <Toggle
                icon={seen ? "studio" : "cameraOff"}
                label={seen ? "Turn camera off" : "Turn camera on"}
                word={seen ? "Camera on" : "Camera off"}
                keyName="V"
                look={seen ? "on" : "off"}
                onClick={() => {
                  onToggle("camera");
                }}
              />
            </div>
          )}
        </div>
        {secure ? <MicrophoneMeter track={microphone.state === "on" ? microphone.track : null} /> : <InsecureNote />}
        <DeviceTrouble devices={devices} onRestart={onRestart} />
      </div>

      <div className={styles.side}>
        {children}
        {secure && asksSharing && (
          <div className={styles.sharing}>
            <p className={styles.question}>Who sees your camera?</p>
            <Choice
              label="Who sees your camera?"
              options={SHARING_OPTIONS}
              value={choices.sharing}
              onChange={(sharing) => {
                onChoose({ sharing });
              }}
            />
            <p className={styles.recorded}>
              Trainers may record a class: their own picture and voice, never yours. You see it when they do.
            </p>
          </div>
        )}
        {secure && (
          <details className={styles.devices}>
            <summary>
              <Icon name="settings" size={18} /> Devices
            </summary>
            <div>
              <DevicePickers available={available} choices={choices} onChoose={onChoose} />
            </div>
          </details>
        )}
        <div className={styles.join}>
          {closed !== null && <p role="status">{closed}</p>}
          <Button size="l" wide disabled={closed !== null} onClick={onJoin}>
            {seen || heard ? "Join" : "Join without camera and microphone"}
          </Button>
          {secure && (
            <p className={styles.hint}>
              {heard ? "You will be heard as soon as you join." : "You join muted. You can speak at any time later."}
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

/** Why there is neither camera nor microphone on a page that came over plain http from another machine. */
function InsecureNote() {
  return (
    <p role="note" className={styles.insecure}>
      Browsers give camera and microphone to https pages only, and this page came over http. You can watch, count and
      write here. To be seen and heard, open NEUFIT by its https address.
    </p>
  );
}

type Chosen = Partial<Pick<LobbyChoices, "camera" | "microphone" | "speaker">>;

/** Which devices to use. Browsers name them once one of their kind was used. */
export function DevicePickers({
  available,
  choices,
  onChoose,
}: {
  available: DeviceList;
  choices: LobbyChoices;
  onChoose: (choice: Chosen) => void;
}) {
  const kinds = [
    ["camera", "Camera", available.cameras],
    ["microphone", "Microphone", available.microphones],
    ["speaker", "Speaker", available.speakers],
  ] as const;
  return kinds.map(([kind, label, list]) =>
    kind === "speaker" && list.length === 0 ? null : (
      <SelectField
        key={kind}
        label={label}
        value={list.some((device) => device.id === choices[kind]) ? (choices[kind] ?? "") : ""}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChoose({ [kind]: value === "" ? null : value });
        }}
      >
        <option value="">{list.length === 0 ? "None found" : "The browser's choice"}</option>
        {list.map((device) => (
          <option key={device.id} value={device.id}>
            {device.label}
          </option>
        ))}
      </SelectField>
    ),
  );
}

/** The way out of the lobby. */
export function LeaveLobby({ onLeave }: { onLeave: () => void }) {
  return <IconButton icon="left" label="Back to all classes" onClick={onLeave} />;
}
