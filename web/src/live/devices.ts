import type { Source } from "./room-view";

/** Why there is no picture or sound of this device. */
export type DeviceTrouble = "insecure" | "denied" | "missing" | "busy" | "unknown";

/** A camera or microphone can't be had. The message tells the person what to do. */
export class DeviceError extends Error {
  override name = "DeviceError";
  readonly trouble: DeviceTrouble;

  constructor(trouble: DeviceTrouble, source: Source) {
    super(WORDS[trouble](source));
    this.trouble = trouble;
  }
}

const WORDS: Readonly<Record<DeviceTrouble, (source: Source) => string>> = {
  insecure: () => "Camera and microphone need a secure connection. Open this page by its https address.",
  denied: (source) => `This page may not use your ${source}. Allow it in your browser's settings for this page.`,
  missing: (source) => `No ${source} was found. Connect one, or join without.`,
  busy: (source) => `Your ${source} is used by another program or tab. Close that, then try again.`,
  unknown: (source) => `Your ${source} could not be started. Try again, or choose another one.`,
};

const TROUBLES: Readonly<Record<string, DeviceTrouble>> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** A device to choose. Browsers name them only once they were used. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

export interface DeviceList {
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
}

const NO_DEVICES: DeviceList = { cameras: [], microphones: [], speakers: [] };

/** The part of the browser that gives devices. */
export type DeviceSource = Pick<
  MediaDevices,
  "getUserMedia" | "enumerateDevices" | "addEventListener" | "removeEventListener"
>;

/** The browser's devices; undefined on pages that are not secure. */
function browserDevices(): DeviceSource | undefined {
  return (navigator as Partial<Navigator>).mediaDevices;
}

/**
 * Start a camera or microphone: the one that is asked for, or any when it is gone. Throws DeviceError.
 */
export async function capture(
  source: Source,
  id: string | null,
  devices: DeviceSource | undefined = browserDevices(),
): Promise<MediaStreamTrack> {
  if (devices === undefined) throw new DeviceError("insecure", source);
  try {
    return await started(source, id, devices);
  } catch (error) {
    const name = error instanceof DOMException || error instanceof Error ? error.name : "";
    const trouble = TROUBLES[name] ?? "unknown";
    // The remembered device may be unplugged; another one is better than none.
    if (trouble !== "missing" || id === null) throw new DeviceError(trouble, source);
    return capture(source, null, devices);
  }
}

async function started(source: Source, id: string | null, devices: DeviceSource): Promise<MediaStreamTrack> {
  const device = id === null ? {} : { deviceId: { exact: id } };
  const stream = await devices.getUserMedia(
    source === "camera"
      ? { video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 }, ...device } }
      : { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...device } },
  );
  const [track] = stream.getTracks();
  if (track === undefined) throw new DOMException("no track", "NotFoundError");
  return track;
}

/** The devices that there are, also those without a name yet. */
export async function listDevices(devices: DeviceSource | undefined = browserDevices()): Promise<DeviceList> {
  if (devices === undefined) return NO_DEVICES;
  const all = await devices.enumerateDevices();
  const of = (kind: MediaDeviceKind, word: string) =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== "")
      .map(({ deviceId, label }, i) => ({ id: deviceId, label: label === "" ? `${word} ${i + 1}` : label }));
  return {
    cameras: of("videoinput", "Camera"),
    microphones: of("audioinput", "Microphone"),
    speakers: of("audiooutput", "Speaker"),
  };
}

/** Call `listener` whenever a device is plugged in or out. Returns how to stop. */
export function watchDevices(
  listener: () => void,
  devices: DeviceSource | undefined = browserDevices(),
): () => void {
  devices?.addEventListener("devicechange", listener);
  return () => {
    devices?.removeEventListener("devicechange", listener);
  };
}
