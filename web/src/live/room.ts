import type { Happening, Resynchronisation, Welcome } from "./protocol";
import type { ChatMessage, Participant, Reps, RoomEvent, RoomView } from "./room-view";

/** The chat holds so many messages, as at the relay. */
export const MOST_CHAT = 200;

/** The room as far as it is known: everything up to `seq` of the log. Never changed in place. */
export interface RoomState {
  readonly log: string;
  readonly seq: number;
  readonly view: RoomView | null;
  readonly ended: boolean;
}

export const UNKNOWN_ROOM: RoomState = { log: "", seq: 0, view: null, ended: false };

/** The room after a message of the relay. What is known already changes nothing. */
export function follow(state: RoomState, message: Welcome | Happening | Resynchronisation): RoomState {
  switch (message.type) {
    case "welcome":
      // Without a snapshot the events after ours follow: `seq` stays where we are until they come.
      return message.snapshot === null
        ? state
        : { log: message.log, seq: message.seq, view: message.snapshot, ended: false };
    case "snapshot":
      if (message.log === state.log && message.seq < state.seq) return state;
      return { ...state, log: message.log, seq: message.seq, view: message.snapshot };
    case "event": {
      // One entry of the log may change several things: its events share a number, and the last number may come again.
      if (message.seq < state.seq || state.view === null) return state;
      const known = { ...state, seq: message.seq };
      if (message.event === null) return known;
      if (message.event.kind === "ended") return { ...known, ended: true };
      return { ...known, view: reduce(state.view, message.event) };
    }
  }
}

/** The room after an event. Events hold what is true from now on, so nothing is computed here. */
export function reduce(view: RoomView, event: Exclude<RoomEvent, { kind: "ended" }>): RoomView {
  switch (event.kind) {
    case "joined":
    case "changed":
      return { ...view, participants: placed(view.participants, event.participant) };
    case "left":
      return { ...view, participants: view.participants.filter((one) => one.id !== event.participant) };
    case "timer":
      return { ...view, timer: event.timer };
    case "exercise":
      return { ...view, exercise: event.exercise, total: event.total };
    case "rep":
      return { ...view, total: event.total, reps: event.reps === null ? view.reps : counted(view.reps, event.reps) };
    case "chat":
      return { ...view, chat: written(view.chat, event.message) };
    case "chat_deleted":
      return {
        ...view,
        chat: view.chat.map((message) => (message.id === event.id ? { ...message, text: "", deleted: true } : message)),
      };
    case "moderation":
      return { ...view, chatOn: event.chatOn, sharingOn: event.sharingOn, steeringOn: event.steeringOn };
    case "playback":
      return { ...view, playback: event.playback };
    case "recording":
      return { ...view, recording: event.recording };
    case "ends":
      return { ...view, ends: event.ends };
  }
}

function placed(people: readonly Participant[], person: Participant): readonly Participant[] {
  return people.some((one) => one.id === person.id)
    ? people.map((one) => (one.id === person.id ? person : one))
    : [...people, person];
}

function counted(all: readonly Reps[], reps: Reps): readonly Reps[] {
  return [...all.filter((one) => one.participant !== reps.participant), reps];
}

function written(chat: readonly ChatMessage[], message: ChatMessage): readonly ChatMessage[] {
  if (chat.some((known) => known.id === message.id)) return chat;
  return [...chat, message].slice(-MOST_CHAT);
}

// -- selectors ------------------------------------------------------------------------------------------------------------

export function participantOf(view: RoomView | null, id: string): Participant | null {
  return view?.participants.find((one) => one.id === id) ?? null;
}

export function hostOf(view: RoomView | null): Participant | null {
  return view?.participants.find((one) => one.role === "host") ?? null;
}

/** Raised hands, the longest waiting first. */
export function raisedHands(view: RoomView): readonly Participant[] {
  return view.participants
    .filter((one) => one.handRaisedAt !== null)
    .toSorted((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0));
}

/** How often somebody did the exercise that is shown. */
export function repsOf(view: RoomView, id: string): number {
  const reps = view.reps.find((one) => one.participant === id);
  return reps?.exercise === view.exercise.name ? reps.count : 0;
}

/**
 * Who of those here did most of the exercise that is shown, the first of them first. Who left stands in no list, as in
 * no other; what they did stays in the total, and their place is theirs again when they come back.
 */
export function ranking(view: RoomView): readonly (Reps & { readonly name: string })[] {
  return view.reps
    .filter((one) => one.exercise === view.exercise.name && one.count > 0)
    .flatMap((one) => {
      const person = participantOf(view, one.participant);
      return person === null ? [] : [{ ...one, name: person.name }];
    })
    .toSorted((a, b) => b.count - a.count);
}
