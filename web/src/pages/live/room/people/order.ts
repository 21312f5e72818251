import { raisedHands } from "../../../../live/room";
import type { Participant, RoomView } from "../../../../live/room-view";

/** People as the panel lists them: the trainer, raised hands with the longest waiting first, everybody else by name. */
export function listed(room: RoomView, me: string): readonly Participant[] {
  const hands = raisedHands(room).filter((person) => person.role !== "host");
  const hosts = room.participants.filter((person) => person.role === "host");
  const others = room.participants
    .filter((person) => person.role !== "host" && person.handRaisedAt === null)
    .toSorted((a, b) => Number(b.id === me) - Number(a.id === me) || a.name.localeCompare(b.name));
  return [...hosts, ...hands, ...others];
}

/** Somebody's place in the queue of raised hands, from 1; null when the hand is down. */
export function handPlace(room: RoomView, id: string): number | null {
  const place = raisedHands(room).findIndex((person) => person.id === id);
  return place === -1 ? null : place + 1;
}
