import type { Playback, Snapshot, Stats } from "../player/playback";
import { correction, FAR_S, isOver, positionAt, startsIn } from "./playback";
import type { Action } from "./protocol";
import type { RoomPlayback } from "./room-view";

/** So often it is looked whether the player is in step, ms. */
const LOOK_MS = 250;
/** Standing still, it shows the room's frame to within this; s. */
const SAME_FRAME_S = 0.02;
/** A jump takes time; as much as the last one took, up to this, is jumped further. s */
const MOST_LEAD_S = 2;
/** All begin together so long after somebody has pressed play at the very beginning, ms. */
export const COUNTDOWN_MS = 3000;

/** The place of a media element, apart from what a `Playback` says: as exact as it is to be had. */
export type Element = Pick<HTMLMediaElement, "currentTime" | "paused" | "ended" | "seeking" | "readyState">;

export interface FollowerOptions {
  readonly video: Element;
  /** The player on that element. It is ended with this one. */
  readonly player: Playback;
  /** The time of the room's log, ms. */
  readonly now: () => number;
  /** Say in the room what shall be done with the video. */
  readonly steer: (action: Action) => void;
}

/**
 * A player that keeps step with the room. What it is told to do, it asks of the room; what the room does, it does, the
 * position being a function of the log's time. Who has to wait for data catches up afterwards. Volume and quality stay
 * the viewer's own.
 */
export class PlaybackFollower implements Playback {
  readonly #options: FollowerOptions;
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: () => void;
  #room: RoomPlayback;
  #snapshot: Snapshot;
  #looking: ReturnType<typeof setTimeout> | undefined;
  /** The last jump, until it is known how long it took. */
  #jumped = false;
  #lead = 0;

  constructor(room: RoomPlayback, options: FollowerOptions) {
    this.#room = room;
    this.#options = options;
    this.#snapshot = this.#read();
    this.#unsubscribe = options.player.subscribe(() => {
      this.#changed();
    });
    options.player.setRate(1);
    this.#look();
  }

  /** The room's video was started, held or moved. */
  follow(room: RoomPlayback): void {
    if (room === this.#room) return;
    this.#room = room;
    this.#jumped = false;
    this.#look();
    this.#changed();
  }

  /** How far the player is behind the room, s; before it when negative, null while it isn't playing. */
  behind(): number | null {
    const { video, now } = this.#options;
    const time = now();
    if (!this.#runs(time) || video.paused || video.seeking || video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return null;
    return positionAt(this.#room, time) / 1000 - video.currentTime;
  }

  /** The viewer has pressed something, so the browser lets it begin. */
  unblock(): void {
    this.#options.player.play();
  }

  // -- Playback -----------------------------------------------------------------------------------------------------

  snapshot = (): Snapshot => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  stats(): Stats {
    return this.#options.player.stats();
  }

  play(): void {
    const fresh = this.#room.positionMs === 0 || isOver(this.#room, this.#options.now());
    this.#options.steer({ kind: "playback", do: "play", countdownMs: fresh ? COUNTDOWN_MS : 0 });
  }

  pause(): void {
    this.#options.steer({ kind: "playback", do: "pause" });
  }

  seek(position: number): void {
    const positionMs = Math.round(Math.min(Math.max(0, position * 1000), this.#room.runtimeMs));
    this.#options.steer({ kind: "playback", do: "seek", positionMs });
  }

  setQuality(name: string): void {
    this.#options.player.setQuality(name);
  }

  setRate(): void {
    // Everybody watches at one speed; it is bent for keeping step only.
  }

  setVolume(volume: number): void {
    this.#options.player.setVolume(volume);
  }

  setMuted(muted: boolean): void {
    this.#options.player.setMuted(muted);
  }

  retry(): void {
    this.#options.player.retry();
    this.#look();
  }

  destroy(): void {
    clearTimeout(this.#looking);
    this.#unsubscribe();
    this.#listeners.clear();
    this.#options.player.destroy();
  }

  // -----------------------------------------------------------------------------------------------------------------

  #runs(now: number): boolean {
    return this.#room.playing && now >= this.#room.at && !isOver(this.#room, now);
  }

  #look(): void {
    clearTimeout(this.#looking);
    const { video, player, now } = this.#options;
    const time = now();
    if (player.snapshot().failure === null && video.readyState >= HTMLMediaElement.HAVE_METADATA) {
      if (this.#runs(time)) this.#keepStep();
      else this.#rest(positionAt(this.#room, time) / 1000);
    }
    // Woken when all begin, not a quarter of a second after.
    const wait = startsIn(this.#room, time);
    this.#looking = setTimeout(
      () => {
        this.#look();
      },
      wait > 0 ? Math.min(wait, LOOK_MS) : LOOK_MS,
    );
  }

  #rest(position: number): void {
    const { video, player } = this.#options;
    this.#setRate(1);
    if (!video.paused && !video.ended) player.pause();
    if (!video.seeking && Math.abs(video.currentTime - position) > SAME_FRAME_S && !video.ended) player.seek(position);
    else if (video.ended && position < video.currentTime - SAME_FRAME_S) player.seek(position);
  }

  #keepStep(): void {
    const { video, player, now } = this.#options;
    if (video.ended) {
      // Begun anew an element starts at its beginning, so a place is given to it first. One whose media are some frames
      // shorter than the room's video, or that came to the end a moment early, is done.
      const position = positionAt(this.#room, now()) / 1000;
      if (position < video.currentTime - FAR_S) player.seek(position);
      return;
    }
    if (video.paused && !player.snapshot().blocked) player.play();
    const behind = this.behind();
    // It waits for data: nothing is to be corrected before that has come.
    if (behind === null) return;
    if (this.#jumped) {
      this.#jumped = false;
      this.#lead = Math.min(MOST_LEAD_S, Math.max(0, this.#lead + behind));
    }
    const wanted = correction(behind, player.snapshot().rate !== 1);
    if (wanted !== "jump") {
      this.#setRate(wanted.rate);
      return;
    }
    this.#setRate(1);
    this.#jumped = true;
    player.seek(positionAt(this.#room, now()) / 1000 + this.#lead);
  }

  #setRate(rate: number): void {
    const { player } = this.#options;
    if (player.snapshot().rate !== rate) player.setRate(rate);
  }

  #changed(): void {
    this.#snapshot = this.#read();
    for (const listener of this.#listeners) listener();
  }

  #read(): Snapshot {
    const { player, now } = this.#options;
    const time = now();
    const snapshot = player.snapshot();
    return {
      ...snapshot,
      rate: 1,
      paused: !this.#room.playing || isOver(this.#room, time),
      // Before there is a picture, the room knows where it will be.
      position: snapshot.state === "loading" ? positionAt(this.#room, time) / 1000 : snapshot.position,
    };
  }
}
