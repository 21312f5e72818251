import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { positionAt, startsIn } from "../../../live/playback";
import { PlaybackFollower } from "../../../live/playback-follower";
import type { Action } from "../../../live/protocol";
import type { RoomPlayback } from "../../../live/room-view";
import { EMPTY, type Snapshot } from "../../../player/playback";
import { keepPreferences, readPreferences } from "../../../player/view/preferences";
import { usePlayer } from "../../../player/view/usePlayer";

const NEVER = () => () => undefined;

/** Plays the room's video on an element while it is on the page, in step. `now` is the time of the room's log, ms. */
export function useFollower(
  video: RefObject<HTMLVideoElement | null>,
  room: RoomPlayback,
  now: () => number,
  steer: (action: Action) => void,
): { follower: PlaybackFollower | null; snapshot: Snapshot } {
  const open = usePlayer(room.mediaId);
  const [follower, setFollower] = useState<PlaybackFollower | null>(null);
  const latest = useRef(room);
  useEffect(() => {
    latest.current = room;
    follower?.follow(room);
  }, [follower, room]);

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    // Who comes late is sent what the others see now, not the beginning.
    const player = open(element, positionAt(latest.current, now()) / 1000);
    const begun = new PlaybackFollower(latest.current, { video: element, player, now, steer });
    const { volume, muted } = readPreferences(localStorage);
    begun.setVolume(volume);
    begun.setMuted(muted);
    // The element exists from now on only: who draws the controls must hear of it.
    setFollower(begun);
    return () => {
      setFollower(null);
      begun.destroy();
    };
  }, [video, open, now, steer]);

  const subscribe = useCallback((listener: () => void) => follower?.subscribe(listener) ?? NEVER(), [follower]);
  const snapshot = useSyncExternalStore(subscribe, () => follower?.snapshot() ?? EMPTY);
  const { volume, muted } = snapshot;
  useEffect(() => {
    if (follower !== null) keepPreferences(localStorage, { ...readPreferences(localStorage), volume, muted });
  }, [follower, volume, muted]);
  return { follower, snapshot };
}

/** Whole seconds until the video begins for all; 0 when it runs or isn't going to. */
export function useCountdown(room: RoomPlayback, now: () => number): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    let waking: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const left = startsIn(room, now());
      const shown = Math.ceil(left / 1000);
      setSeconds(shown);
      if (left > 0) waking = setTimeout(look, left - (shown - 1) * 1000 + 1);
    };
    look();
    return () => {
      clearTimeout(waking);
    };
  }, [room, now]);
  return seconds;
}
