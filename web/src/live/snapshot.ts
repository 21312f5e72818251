import type { Failure } from "../socket/closing";
import type { EncryptionState } from "./encryption/exchange";
import { type LocalDevices, NO_DEVICES } from "./local-media";
import { type Incoming, type MediaState, NOTHING_INCOMING } from "./media";
import type { ReceivedLayer } from "./protocol";
import type { MeetingRole, RoomView, Source } from "./room-view";

/** `joining`: never been in yet. `reconnecting`: it goes on by itself. `ended`: `failure` says why, null: we left. */
export type LiveState = "joining" | "live" | "reconnecting" | "ended";

/** Who we are in the room, and what we may do. */
export interface Self {
  readonly id: string;
  readonly role: MeetingRole;
  readonly moderates: boolean;
  readonly publishes: readonly Source[];
}

/** Everything that a screen shows of a live session. Never changed in place: a change is a new snapshot. */
export interface LiveSnapshot {
  readonly state: LiveState;
  readonly failure: Failure | null;
  readonly self: Self | null;
  /** What is known of the room; it stays in sight while reconnecting. */
  readonly room: RoomView | null;
  readonly media: MediaState;
  readonly incoming: Incoming;
  readonly devices: LocalDevices;
  /** Who speaks now, loudest first. */
  readonly speaking: readonly string[];
  /** How good connections are, 0 to 3 (good): of all for the host, else one's own. */
  readonly quality: ReadonlyMap<string, number>;
  /** For the host: how late the picture is at each viewer, ms. */
  readonly latency: ReadonlyMap<string, number>;
  /** For the host: what of his or her picture comes to each viewer. */
  readonly layers: ReadonlyMap<string, ReceivedLayer>;
  /** Null in sessions that are not encrypted from end to end. */
  readonly encryption: EncryptionState | null;
}

export const EMPTY: LiveSnapshot = {
  state: "joining",
  failure: null,
  self: null,
  room: null,
  media: "off",
  incoming: NOTHING_INCOMING,
  devices: NO_DEVICES,
  speaking: [],
  quality: new Map(),
  latency: new Map(),
  layers: new Map(),
  encryption: null,
};

/**
 * What is on screen: px of height of the stage (the host's picture; the host has none) and of tiles, how many tiles fit,
 * whom to keep among them, and the first tile of the page.
 */
export interface Layout {
  readonly stage: number;
  readonly tile: number;
  readonly tiles: number;
  readonly pinned: string | null;
  readonly page: number;
}
