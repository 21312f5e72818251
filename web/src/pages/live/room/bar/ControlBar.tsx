import type { Ref } from "react";
import type { LocalDevices } from "../../../../live/local-media";
import type { Source } from "../../../../live/room-view";
import styles from "./ControlBar.module.css";
import { Toggle } from "./Toggle";

export type PanelName = "chat" | "people" | "settings";

interface ControlBarProps {
  ref: Ref<HTMLDivElement>;
  devices: LocalDevices;
  publishes: readonly Source[];
  mutedByHost: boolean;
  handRaised: boolean;
  /** Nobody raises a hand at himself, nor in a talk of two. */
  hands: boolean;
  panel: PanelName | null;
  unread: number;
  waitingHands: number;
  people: number;
  /** Null where no window can float. */
  floating: boolean | null;
  onToggle: (source: Source) => void;
  onHand: () => void;
  onPanel: (panel: PanelName) => void;
  onFloat: () => void;
  onLeave: () => void;
}

/** What one does in a room. Always on screen: nothing covers it, and it never hides. */
export function ControlBar(props: ControlBarProps) {
  const { ref, publishes, mutedByHost, handRaised, hands, panel, unread, waitingHands, people, floating } = props;
  const { devices, onToggle, onHand, onPanel, onFloat, onLeave } = props;
  const opener = (name: PanelName) => ({
    "aria-expanded": panel === name,
    "aria-controls": "room-panel",
    id: `open-${name}`,
    onClick: () => {
      onPanel(name);
    },
  });
  return (
    <div ref={ref} className={styles.bar} role="toolbar" aria-label="Controls">
      <MediaToggles devices={devices} publishes={publishes} mutedByHost={mutedByHost} onToggle={onToggle} />
      {hands && (
        <Toggle
          icon="hand"
          label={handRaised ? "Lower hand" : "Raise hand"}
          word="Hand"
          keyName="H"
          aria-pressed={handRaised}
          onClick={onHand}
        />
      )}
      <span className={styles.gap} />
      {floating !== null && (
        <span className={styles.wide}>
          <Toggle
            icon="pip"
            label={floating ? "Close floating window" : "Float above other windows"}
            word="Float"
            aria-pressed={floating}
            onClick={onFloat}
          />
        </span>
      )}
      <Toggle icon="chat" label="Chat" word="Chat" count={panel === "chat" ? 0 : unread} {...opener("chat")} />
      <Toggle
        icon="people"
        label={`People, ${people}`}
        word={String(people)}
        count={waitingHands}
        counted={waitingHands === 1 ? "raised hand" : "raised hands"}
        {...opener("people")}
      />
      <Toggle icon="settings" label="Settings" word="Settings" {...opener("settings")} />
      <Toggle icon="leave" label="Leave" word="Leave" look="danger" onClick={onLeave} />
    </div>
  );
}

type MediaTogglesProps = Pick<ControlBarProps, "devices" | "publishes" | "mutedByHost" | "onToggle">;

/** Microphone and camera, as they stand in the bar and in the floating window. */
export function MediaToggles({ devices, publishes, mutedByHost, onToggle }: MediaTogglesProps) {
  const heard = devices.microphone.state === "on" || devices.microphone.state === "starting";
  const seen = devices.camera.state === "on" || devices.camera.state === "starting";
  return (
    <>
      {publishes.includes("microphone") && (
        <Toggle
          icon={heard ? "microphone" : "microphoneOff"}
          label={heard ? "Turn microphone off" : "Turn microphone on"}
          word={heard ? "Mic on" : mutedByHost ? "Muted" : "Mic off"}
          keyName="M"
          look={heard ? "on" : "off"}
          onClick={() => {
            onToggle("microphone");
          }}
        />
      )}
      {publishes.includes("camera") && (
        <Toggle
          icon={seen ? "studio" : "cameraOff"}
          label={seen ? "Turn camera off" : "Turn camera on"}
          word={seen ? "Cam on" : "Cam off"}
          keyName="V"
          look={seen ? "on" : "off"}
          onClick={() => {
            onToggle("camera");
          }}
        />
      )}
    </>
  );
}
