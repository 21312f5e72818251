import { SHARINGS, type Sharing } from "./room-view";

/** What a person chose in the lobby, on this device, for every session. */
export interface LobbyChoices {
  /** Ids of devices; null for whichever the browser takes. */
  readonly camera: string | null;
  readonly microphone: string | null;
  readonly speaker: string | null;
  /** What is on when one comes in. */
  readonly cameraOn: boolean;
  readonly microphoneOn: boolean;
  readonly sharing: Sharing;
}

const KEY = "neufit.live";
/** Nobody is heard or seen by surprise. */
const DEFAULT: LobbyChoices = {
  camera: null,
  microphone: null,
  speaker: null,
  cameraOn: false,
  microphoneOn: false,
  sharing: "trainer",
};

export function readChoices(storage: Storage): LobbyChoices {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? "{}");
    const given = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
    return {
      camera: idOf(given.camera),
      microphone: idOf(given.microphone),
      speaker: idOf(given.speaker),
      cameraOn: given.cameraOn === true,
      microphoneOn: given.microphoneOn === true,
      sharing: SHARINGS.find((known) => known === given.sharing) ?? DEFAULT.sharing,
    };
  } catch {
    return DEFAULT;
  }
}

export function keepChoices(storage: Storage, choices: LobbyChoices): void {
  try {
    storage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // No room, or storage is switched off: then this device does not remember.
  }
}

function idOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
