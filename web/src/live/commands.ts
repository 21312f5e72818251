import type { Action } from "./protocol";

/** The relay did not do what was asked, or the session ended before it could. The message is a sentence for the person. */
export class CommandRefused extends Error {
  override name = "CommandRefused";
  readonly code: string;

  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}

export interface NumberedCommand {
  readonly number: number;
  readonly action: Action;
}

interface Outstanding {
  readonly action: Action;
  number: number;
  sentAt: number;
  readonly applied: () => void;
  readonly refused: (reason: CommandRefused) => void;
}

/** Unanswered for so long, a command is said again. */
const AGAIN_MS = 4000;
/** So many unanswered commands are the most that wait: more than that is no person any more. */
const MOST = 200;

/**
 * The commands that were given and not answered yet.
 *
 * Their numbers grow over reconnects, so one that is said again is applied once. Before the first welcome nobody knows
 * where the numbers stand, and commands wait.
 */
export class CommandLedger {
  #outstanding: Outstanding[] = [];
  #last = 0;
  #known = false;

  /** Take a command. Resolves when it is applied; rejects with CommandRefused. `sayable` has it once it has a number. */
  give(action: Action): Promise<void> {
    return new Promise((applied, refused) => {
      if (this.#outstanding.length >= MOST) {
        refused(new CommandRefused("too-many", "The connection is too slow for this now. Try again in a moment."));
        return;
      }
      this.#outstanding.push({ action, number: this.#known ? this.#next() : 0, sentAt: -Infinity, applied, refused });
    });
  }

  /** The relay has applied our commands up to `number`. What is left has to be said again, all of it. */
  welcomed(number: number): void {
    this.#known = true;
    this.#last = Math.max(this.#last, number);
    this.#settle((one) => one.number !== 0 && one.number <= number);
    for (const one of this.#outstanding) {
      if (one.number === 0) one.number = this.#next();
      one.sentAt = -Infinity;
    }
  }

  /** What has to be said now, in order: all that wait when one of them is due, so that none overtakes another. */
  due(now: number): readonly NumberedCommand[] {
    if (!this.#known) return [];
    const fresh = this.#outstanding.filter((one) => one.sentAt === -Infinity);
    const late = this.#outstanding.some((one) => now - one.sentAt >= AGAIN_MS && one.sentAt !== -Infinity);
    const saying = late ? this.#outstanding : fresh;
    for (const one of saying) one.sentAt = now;
    return saying.map(({ number, action }) => ({ number, action }));
  }

  applied(number: number): void {
    this.#settle((one) => one.number === number);
  }

  refused(number: number, code: string, detail: string): void {
    // The room's log does not answer now; the command is said again when its time comes.
    if (code === "unavailable") return;
    const one = this.#outstanding.find((other) => other.number === number);
    this.#outstanding = this.#outstanding.filter((other) => other !== one);
    one?.refused(new CommandRefused(code, detail));
  }

  /** The session is over: nothing that waits will be done. */
  close(): void {
    const lost = this.#outstanding;
    this.#outstanding = [];
    for (const one of lost) one.refused(new CommandRefused("closed", "The session ended before this was done."));
  }

  #next(): number {
    this.#last += 1;
    return this.#last;
  }

  #settle(which: (one: Outstanding) => boolean): void {
    const settled = this.#outstanding.filter(which);
    this.#outstanding = this.#outstanding.filter((one) => !settled.includes(one));
    for (const one of settled) one.applied();
  }
}
