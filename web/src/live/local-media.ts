import { capture, DeviceError } from "./devices";
import { type Source, SOURCES } from "./room-view";

/**
 * How one of our devices stands. `starting`: the browser is asked for it. `taken`: the system took it away (a phone
 * call, another app, a pulled plug) and one tap can start it again. `trouble`: it can't be had, `reason` says why.
 */
export type DeviceState = "off" | "starting" | "on" | "taken" | "trouble";

export interface LocalDevice {
  readonly state: DeviceState;
  readonly track: MediaStreamTrack | null;
  readonly reason: string | null;
}

export type LocalDevices = Readonly<Record<Source, LocalDevice>>;

const OFF: LocalDevice = { state: "off", track: null, reason: null };
export const NO_DEVICES: LocalDevices = { camera: OFF, microphone: OFF };

/** Systems mute a track for moments, when devices change hands; longer than this it is gone. */
const MUTED_MS = 1500;

export type Capture = (source: Source, id: string | null) => Promise<MediaStreamTrack>;

/**
 * The camera and microphone of this device, from the lobby to the end of the session.
 *
 * A camera that is switched off is let go, so that its light goes out; a microphone is only silenced, so that the first
 * word after it is switched on is heard.
 */
export class LocalMedia {
  readonly #listeners = new Set<() => void>();
  readonly #capture: Capture;
  readonly #wanted: Record<Source, boolean> = { camera: false, microphone: false };
  readonly #ids: Record<Source, string | null> = { camera: null, microphone: null };
  readonly #turns: Record<Source, number> = { camera: 0, microphone: 0 };
  readonly #watching: Record<Source, AbortController | null> = { camera: null, microphone: null };
  #devices = NO_DEVICES;

  constructor(start: Capture = (source, id) => capture(source, id)) {
    this.#capture = start;
  }

  devices = (): LocalDevices => this.#devices;

  /** Call `listener` after every change. Returns how to stop. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Whether the person wants to be seen or heard, whatever the device makes of it. */
  wanted(source: Source): boolean {
    return this.#wanted[source];
  }

  /** Switch a device on or off. Resolves when it stands as it will; never rejects: `devices` tells what became of it. */
  async set(source: Source, on: boolean): Promise<void> {
    this.#wanted[source] = on;
    const { track, state } = this.#devices[source];
    if (!on && source === "microphone" && track !== null && state === "on") {
      track.enabled = false;
      this.#update(source, { state: "off", track, reason: null });
    } else if (!on) this.#release(source);
    else if (track?.readyState === "live" && state !== "taken") {
      track.enabled = true;
      this.#update(source, { state: "on", track, reason: null });
    } else await this.#start(source);
  }

  /** Use another device of this kind; at once if it is on. */
  async choose(source: Source, id: string | null): Promise<void> {
    if (this.#ids[source] === id) return;
    this.#ids[source] = id;
    if (this.#wanted[source]) await this.#start(source);
    else this.#release(source);
  }

  /** Start again what the system took, or what could not be had. */
  async restart(source: Source): Promise<void> {
    this.#wanted[source] = true;
    await this.#start(source);
  }

  /** Let go of both devices; they can be switched on again. */
  release(): void {
    for (const source of SOURCES) {
      this.#wanted[source] = false;
      this.#release(source);
    }
  }

  async #start(source: Source): Promise<void> {
    const turn = (this.#turns[source] += 1);
    // Some systems have one user of a camera only: the old track goes before the new one is asked for.
    this.#let(source);
    this.#update(source, { state: "starting", track: null, reason: null });
    try {
      const track = await this.#capture(source, this.#ids[source]);
      if (turn !== this.#turns[source] || !this.#wanted[source]) {
        track.stop();
        return;
      }
      this.#watch(source, track);
      this.#update(source, { state: "on", track, reason: null });
    } catch (error) {
      if (turn !== this.#turns[source]) return;
      const trouble = error instanceof DeviceError ? error : new DeviceError("unknown", source);
      this.#update(source, { state: "trouble", track: null, reason: trouble.message });
    }
  }

  #watch(source: Source, track: MediaStreamTrack): void {
    const watching = new AbortController();
    const { signal } = watching;
    this.#watching[source] = watching;
    let muted: ReturnType<typeof setTimeout> | null = null;
    const stop = () => {
      if (muted !== null) clearTimeout(muted);
      muted = null;
    };
    const taken = () => {
      if (!this.#wanted[source]) return;
      const reason = `The system took your ${source} away.`;
      this.#update(source, { state: "taken", track: this.#devices[source].track, reason });
    };
    signal.addEventListener("abort", stop);
    track.addEventListener("ended", taken, { signal });
    track.addEventListener(
      "mute",
      () => {
        stop();
        muted = setTimeout(taken, MUTED_MS);
      },
      { signal },
    );
    track.addEventListener(
      "unmute",
      () => {
        stop();
        const { state } = this.#devices[source];
        if (state === "taken" && track.readyState === "live") this.#update(source, { state: "on", track, reason: null });
      },
      { signal },
    );
  }

  #release(source: Source): void {
    this.#turns[source] += 1;
    this.#let(source);
    this.#update(source, OFF);
  }

  #let(source: Source): void {
    this.#watching[source]?.abort();
    this.#watching[source] = null;
    this.#devices[source].track?.stop();
  }

  #update(source: Source, device: LocalDevice): void {
    const before = this.#devices[source];
    if (before.state === device.state && before.track === device.track && before.reason === device.reason) return;
    this.#devices = { ...this.#devices, [source]: device };
    for (const listener of this.#listeners) listener();
  }
}
