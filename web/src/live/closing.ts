import type { Failure, Reaction } from "../socket/closing";
import type { Pauses } from "../socket/reconnecting";

const OUR_FAULT: Failure = {
  code: "protocol",
  title: "This page and the server don't understand each other",
  detail: "This page may be older than the service. Reload it and join again.",
  again: true,
};

const REACTIONS: ReadonlyMap<number, Reaction> = new Map<number, Reaction>([
  [1007, { act: "give-up", failure: OUR_FAULT }],
  [1009, { act: "give-up", failure: OUR_FAULT }],
  [1012, { act: "at-once" }],
  [4400, { act: "give-up", failure: OUR_FAULT }],
  [4405, { act: "give-up", failure: OUR_FAULT }],
  [
    4401,
    {
      act: "limited",
      tries: 1,
      failure: {
        code: "refused",
        title: "You could not be let in",
        detail: "The server did not accept this device's ticket. Check the clock of this device and join again.",
        again: true,
      },
    },
  ],
  [
    4403,
    {
      act: "give-up",
      failure: {
        code: "removed",
        title: "You were taken out of this session",
        detail: "Its host or a moderator ended your part in it. You can't join it again.",
        again: false,
      },
    },
  ],
  [
    4404,
    {
      act: "give-up",
      failure: { code: "over", title: "This session is over", detail: "Its time has passed.", again: false },
    },
  ],
  [
    4409,
    {
      act: "give-up",
      failure: {
        code: "superseded",
        title: "You joined in another place",
        detail: "This session goes on in another tab or on another device. You can take it back to this one.",
        again: true,
      },
    },
  ],
  [
    4410,
    {
      act: "give-up",
      failure: { code: "ended", title: "The session has ended", detail: "Its host ended it for everybody.", again: false },
    },
  ],
  [
    4429,
    {
      act: "limited",
      tries: 3,
      failure: {
        code: "too-many",
        title: "This session is full or this device asks too often",
        detail: "Wait a minute, then join again.",
        again: true,
      },
    },
  ],
  [
    4503,
    {
      act: "limited",
      tries: 8,
      failure: {
        code: "unavailable",
        title: "Live sessions don't work right now",
        detail: "The service can't carry this session at the moment. Try again in a few minutes.",
        again: true,
      },
    },
  ],
]);

/** What to do when the relay, or the network, closed with this code (table in docs/signalling.md). */
export function reactionTo(code: number): Reaction {
  return REACTIONS.get(code) ?? { act: "back-off" };
}

/** Squares of the try: a short loss costs little and a long one does not hammer. */
export const PAUSES: Pauses = { ms: [0, 300, 1200, 2700, 4800, 7000], least: 0.75 };
