/** Why playing ended, in words for the viewer. `again` tells whether trying again can help. */
export interface Failure {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly again: boolean;
}

/** What to do about a closed connection. */
export type Reaction =
  | { readonly act: "at-once" }
  | { readonly act: "back-off" }
  /** Worth this many tries in a row, then `failure`. */
  | { readonly act: "limited"; readonly tries: number; readonly failure: Failure }
  | { readonly act: "give-up"; readonly failure: Failure };

const OUR_FAULT: Failure = {
  code: "protocol",
  title: "The player and the server don't understand each other",
  detail: "This page may be older than the service. Reload it and try again.",
  again: true,
};

const REACTIONS: ReadonlyMap<number, Reaction> = new Map<number, Reaction>([
  [1007, { act: "give-up", failure: OUR_FAULT }],
  [1009, { act: "give-up", failure: OUR_FAULT }],
  [1012, { act: "at-once" }],
  [4400, { act: "give-up", failure: OUR_FAULT }],
  [
    4401,
    {
      act: "limited",
      tries: 1,
      failure: {
        code: "refused",
        title: "The stream was refused",
        detail: "The server did not accept this device's ticket. Check the clock of this device and try again.",
        again: true,
      },
    },
  ],
  [
    4404,
    {
      act: "give-up",
      failure: {
        code: "gone",
        title: "This video is no longer available",
        detail: "Its instructor may have taken it away or replaced it.",
        again: false,
      },
    },
  ],
  [
    4409,
    {
      act: "give-up",
      failure: {
        code: "superseded",
        title: "Playing in another place",
        detail: "This video was opened anew somewhere else. You can go on here instead.",
        again: true,
      },
    },
  ],
  [
    4503,
    {
      act: "limited",
      tries: 5,
      failure: {
        code: "unavailable",
        title: "This video can't be read right now",
        detail: "It may have stopped while it was being prepared. Try again in a few minutes.",
        again: true,
      },
    },
  ],
]);

/** What to do when the relay, or the network, closed with this code (table in docs/on-demand.md). */
export function reactionTo(code: number): Reaction {
  return REACTIONS.get(code) ?? { act: "back-off" };
}

const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/** Wait before try `attempt` (from 1), ms. The first is at once; then doubling; `chance` in [0, 1) spreads viewers out. */
export function backoff(attempt: number, chance: number): number {
  if (attempt <= 1) return 0;
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 2)) * (0.5 + chance / 2);
}
