import { Reconnecting } from "../socket/reconnecting";
import type { Socket } from "../socket/wire";
import type { LogClock } from "./clock";
import { PAUSES, reactionTo } from "./closing";
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
 * Every socket begins with a new ticket and with what is known of the log. Commands are said again until they are
 * answered; views and offers belong to a socket and are the listener's to renew.
 */
export class Signalling {
  readonly #connection: Reconnecting<Grant, Link>;
  readonly #commands = new CommandLedger();

  constructor(listener: Listener, options: SignallingOptions) {
    const { grant, clock, open = (url: string) => new WebSocket(url), chance } = options;
    this.#connection = new Reconnecting<Grant, Link>({
      grant,
      dial: ({ relays }, attempt, fate) => {
        // When one relay can't be reached the next try takes the next one.
        const relay = relays[attempt % Math.max(1, relays.length)];
        if (relay === undefined) return null;
        return new Link(open(relay.websocketUrl), relay.ticket, listener, clock, this.#commands, fate);
      },
      reactionTo,
      pauses: PAUSES,
      phase: (phase, failure) => {
        if (phase === "closed") this.#commands.close();
        listener.phase(phase, failure);
      },
      chance,
    });
  }

  /** Connect; or, while waiting for the next try, try now. */
  connect(): void {
    this.#connection.connect();
  }

  /** Do something in the room. Resolves when it is applied, also after reconnects; rejects with CommandRefused. */
  command(action: Action): Promise<void> {
    const outcome = this.#commands.give(action);
    if (this.#connection.closed) this.#commands.close();
    else this.#connection.link?.sayCommands();
    return outcome;
  }

  /** The answer to an SDP offer. Rejects with OfferLost when the socket goes first. */
  offer(sdp: string): Promise<string> {
    return this.#connection.link?.offer(sdp) ?? Promise.reject(new OfferLost("not connected"));
  }

  /** What is on screen, or what was measured; forgotten when nobody listens. */
  say(message: View | Report): void {
    this.#connection.link?.say(message);
  }

  /** The network went away: don't wait for the socket to notice. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  close(): void {
    this.#connection.close();
  }
}
