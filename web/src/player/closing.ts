import type { Failure, Reaction } from "../socket/closing";
import type { Pauses } from "../socket/reconnecting";

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

/** The first try is at once; then doubling. */
export const PAUSES: Pauses = { ms: [0, 500, 1000, 2000, 4000, 8000, 10_000], least: 0.5 };
