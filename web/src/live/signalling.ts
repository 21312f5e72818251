import { Refusal, type Socket } from "../player/connection";
import type { LogClock } from "./clock";
import { backoff, type Failure, reactionTo } from "./closing";
import { CommandLedger } from "./commands";
import { Link, type Listener, OfferLost } from "./link";
import type { Action, Report, View } from "./protocol";

/** What POST /meet grants: relays that carry the meeting, each with a ticket that works once. */
export interface Grant {
  readonly relays: readonly { readonly websocketUrl: string; readonly ticket: string }[];
}

export interface SignallingOptions {
  /** Ask the API for tickets. Throws Refusal when there is no point in asking again. */
  readonly grant: (signal: AbortSignal) => Promise<Grant>;
  readonly clock: LogClock;
  readonly open?: (url: string) => Socket;
  readonly chance?: () => number;
}

/**
 * The conversation with the relay, which outlives its sockets.
 *
 * Every socket begins with a new ticket and with what is known of the log. When it is lost the next one follows, with
 * growing pauses, until `close` or until the relay or the API says that there is no use. Commands are said again until
 * they are answered; views and offers belong to a socket and are the listener's to renew.
 */
export class Signalling {
  readonly #listener: Listener;
  readonly #grant: SignallingOptions["grant"];
  readonly #clock: LogClock;
  readonly #open: (url: string) => Socket;
  readonly #chance: () => number;
  readonly #commands = new CommandLedger();
  #link: Link | null = null;
  #asking: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  #sameCode = { code: 0, times: 0 };
  #closed = true;

  constructor(listener: Listener, options: SignallingOptions) {
    this.#listener = listener;
    this.#grant = options.grant;
    this.#clock = options.clock;
    this.#open = options.open ?? ((url) => new WebSocket(url));
    this.#chance = options.chance ?? Math.random;
  }

  /** Connect; or, while waiting for the next try, try now. */
  connect(): void {
    if (this.#link !== null || this.#asking !== null) return;
    if (this.#closed) {
      this.#closed = false;
      this.#attempt = 0;
      this.#sameCode = { code: 0, times: 0 };
      this.#listener.phase("connecting", null);
    }
    this.#clearTimer();
    void this.#ask();
  }

  /** Do something in the room. Resolves when it is applied, also after reconnects; rejects with CommandRefused. */
  command(action: Action): Promise<void> {
    const outcome = this.#commands.give(action);
    if (this.#closed) this.#commands.close();
    else this.#link?.sayCommands();
    return outcome;
  }

  /** The answer to an SDP offer. Rejects with OfferLost when the socket goes first. */
  offer(sdp: string): Promise<string> {
    return this.#link?.offer(sdp) ?? Promise.reject(new OfferLost("not connected"));
  }

  /** What is on screen, or what was measured; forgotten when nobody listens. */
  say(message: View | Report): void {
    this.#link?.say(message);
  }

  /** The network went away: don't wait for the socket to notice. */
  interrupt(): void {
    if (this.#link !== null) this.#lost(this.#link, 1006);
  }

  close(): void {
    this.#end(null);
  }

  async #ask(): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const grant = await this.#grant(asking.signal);
      if (this.#asking !== asking) return;
      this.#asking = null;
      this.#dial(grant);
    } catch (error) {
      if (this.#asking !== asking) return;
      this.#asking = null;
      if (error instanceof Refusal) this.#end(error.failure);
      else this.#later(false);
    }
  }

  #dial(grant: Grant): void {
    // When one relay can't be reached the next try takes the next one.
    const relay = grant.relays[this.#attempt % Math.max(1, grant.relays.length)];
    if (relay === undefined) {
      this.#later(false);
      return;
    }
    const link = new Link(this.#open(relay.websocketUrl), relay.ticket, this.#listener, this.#clock, this.#commands, {
      welcomed: () => {
        if (this.#link !== link) return false;
        this.#attempt = 0;
        this.#sameCode = { code: 0, times: 0 };
        this.#listener.phase("open", null);
        return true;
      },
      lost: (code) => {
        this.#lost(link, code);
      },
    });
    this.#link = link;
  }

  #lost(link: Link, code: number): void {
    if (this.#link !== link) return;
    this.#link = null;
    link.drop(false);
    const reaction = reactionTo(code);
    this.#sameCode = { code, times: this.#sameCode.code === code ? this.#sameCode.times + 1 : 1 };
    if (reaction.act === "give-up") this.#end(reaction.failure);
    else if (reaction.act === "limited" && this.#sameCode.times > reaction.tries) this.#end(reaction.failure);
    else this.#later(reaction.act === "at-once" && this.#attempt === 0);
  }

  #later(atOnce: boolean): void {
    this.#attempt += 1;
    this.#listener.phase("reconnecting", null);
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        void this.#ask();
      },
      atOnce ? 0 : backoff(this.#attempt, this.#chance()),
    );
  }

  #end(failure: Failure | null): void {
    this.#clearTimer();
    this.#asking?.abort();
    this.#asking = null;
    this.#link?.drop(true);
    this.#link = null;
    if (this.#closed) return;
    this.#closed = true;
    this.#commands.close();
    this.#listener.phase("closed", failure);
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
