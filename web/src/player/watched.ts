/** Longer steps than this are jumps, not watching, in seconds of the video. Positions come a few times a second. */
const LONGEST_STEP_S = 3;
/** So much of a video has to be watched, not skipped, for it to count as done. */
export const DONE_SHARE = 0.9;

/** Which seconds of a video were really played: what is skipped or seen twice adds nothing. */
export class WatchedTime {
  readonly #seconds = new Set<number>();
  #last: number | null = null;

  /** Note where playing is. `playing` is false while it rests, waits or jumps: the next position begins anew. */
  note(position: number, playing: boolean): void {
    const last = this.#last;
    this.#last = playing ? position : null;
    if (!playing || last === null) return;
    const step = position - last;
    if (step <= 0 || step > LONGEST_STEP_S) return;
    for (let second = Math.floor(last); second < position; second += 1) this.#seconds.add(second);
  }

  /** How much of `duration` seconds was played, 0 to 1. */
  share(duration: number): number {
    return duration > 0 ? Math.min(1, this.#seconds.size / Math.ceil(duration)) : 0;
  }
}
