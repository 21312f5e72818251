import { type Failure, type Reaction, Refusal } from "./closing";

export type Phase = "connecting" | "open" | "reconnecting" | "closed";

/** A conversation on one socket. */
export interface Link {
  /** Let go of the socket. `goodbye`: we end it for good, and shall not be waited for. */
  drop(goodbye: boolean): void;
}

/** What a link tells of itself. */
export interface Fate {
  /** The relay took us in. False when this link has been let go meanwhile. */
  open(): boolean;
  /** It works: the pauses begin anew when it is lost. */
  proven(): void;
  lost(code: number): void;
}

/** How long to wait before each try. */
export interface Pauses {
  /** Before the first try after a loss, the second …, ms; the last one for all that follow. */
  readonly ms: readonly number[];
  /** The least share of a pause that is waited; chance adds up to a half, so that those who were lost together spread out. */
  readonly least: number;
}

export interface Protocol<G, L extends Link> {
  /** Ask the API for what the next socket needs. Throws Refusal when there is no point in asking again. */
  readonly grant: (signal: AbortSignal) => Promise<G>;
  /** Open a socket with it; null when it names no relay. `attempt` counts the tries since one was proven, from 0. */
  readonly dial: (grant: G, attempt: number, fate: Fate) => L | null;
  readonly reactionTo: (code: number) => Reaction;
  readonly pauses: Pauses;
  readonly phase: (phase: Phase, failure: Failure | null) => void;
  readonly chance?: (() => number) | undefined;
}

const NO_CODE = { code: 0, times: 0 };

/**
 * A connection to the relay that outlives its sockets.
 *
 * Every socket begins with a new grant. When it is lost the next one follows, with growing pauses, until `close` or
 * until the relay or the API says that there is no use.
 */
export class Reconnecting<G, L extends Link> {
  readonly #protocol: Protocol<G, L>;
  readonly #chance: () => number;
  #current: { readonly fate: Fate; readonly link: L } | null = null;
  #asking: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  #sameCode = NO_CODE;
  #closed = true;

  constructor(protocol: Protocol<G, L>) {
    this.#protocol = protocol;
    this.#chance = protocol.chance ?? Math.random;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The conversation there is now. */
  get link(): L | null {
    return this.#current?.link ?? null;
  }

  /** Connect; or, while waiting for the next try, try now. */
  connect(): void {
    if (this.#current !== null || this.#asking !== null) return;
    if (this.#closed) {
      this.#closed = false;
      this.#startAnew();
      this.#protocol.phase("connecting", null);
    }
    this.#clearTimer();
    void this.#ask();
  }

  /** The network went away: don't wait for the socket to notice. */
  interrupt(): void {
    this.#current?.fate.lost(1006);
  }

  close(): void {
    this.#end(null);
  }

  async #ask(): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    let grant: G;
    try {
      grant = await this.#protocol.grant(asking.signal);
    } catch (error) {
      if (this.#asking !== asking) return;
      this.#asking = null;
      if (error instanceof Refusal) this.#end(error.failure);
      else this.#later(false);
      return;
    }
    if (this.#asking !== asking) return;
    this.#asking = null;
    this.#dial(grant);
  }

  #dial(grant: G): void {
    const fate: Fate = {
      open: () => {
        if (this.#current?.fate !== fate) return false;
        this.#protocol.phase("open", null);
        return true;
      },
      proven: () => {
        if (this.#current?.fate === fate) this.#startAnew();
      },
      lost: (code) => {
        this.#lost(fate, code);
      },
    };
    let link: L | null = null;
    try {
      link = this.#protocol.dial(grant, this.#attempt, fate);
    } catch (error) {
      // An address that no socket can be opened to; the next one may be better.
      if (!(error instanceof DOMException)) throw error;
    }
    if (link === null) this.#later(false);
    else this.#current = { fate, link };
  }

  #lost(fate: Fate, code: number): void {
    if (this.#current?.fate !== fate) return;
    const { link } = this.#current;
    this.#current = null;
    link.drop(false);
    const reaction = this.#protocol.reactionTo(code);
    this.#sameCode = { code, times: this.#sameCode.code === code ? this.#sameCode.times + 1 : 1 };
    if (reaction.act === "give-up") this.#end(reaction.failure);
    else if (reaction.act === "limited" && this.#sameCode.times > reaction.tries) this.#end(reaction.failure);
    else this.#later(reaction.act === "at-once" && this.#attempt === 0);
  }

  #later(atOnce: boolean): void {
    this.#attempt += 1;
    this.#protocol.phase("reconnecting", null);
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        void this.#ask();
      },
      atOnce ? 0 : pauseBefore(this.#protocol.pauses, this.#attempt, this.#chance()),
    );
  }

  #end(failure: Failure | null): void {
    this.#clearTimer();
    this.#asking?.abort();
    this.#asking = null;
    this.#current?.link.drop(true);
    this.#current = null;
    if (this.#closed) return;
    this.#closed = true;
    this.#protocol.phase("closed", failure);
  }

  #startAnew(): void {
    this.#attempt = 0;
    this.#sameCode = NO_CODE;
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** Wait before try `attempt` (from 1), ms; `chance` in [0, 1). */
export function pauseBefore({ ms, least }: Pauses, attempt: number, chance: number): number {
  return (ms[attempt - 1] ?? ms.at(-1) ?? 0) * (least + chance / 2);
}
