import { type RefObject, useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { EMPTY, type Playback, type Snapshot } from "../playback";
import { readPreferences } from "./preferences";

export type StartPlayback = (video: HTMLVideoElement) => Playback;

/** Plays on an element while it is on the page, in the way that `start` says. */
export function usePlayback(
  video: RefObject<HTMLVideoElement | null>,
  start: StartPlayback,
): { playback: Playback | null; snapshot: Snapshot } {
  const [playback, setPlayback] = useState<Playback | null>(null);

  useEffect(() => {
    if (video.current === null) return;
    const begun = start(video.current);
    const { volume, muted, rate } = readPreferences(localStorage);
    begun.setVolume(volume);
    begun.setMuted(muted);
    begun.setRate(rate);
    begun.play();
    // The element exists from now on only: who draws the controls must hear of it.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setPlayback(begun);
    return () => {
      setPlayback(null);
      begun.destroy();
    };
  }, [video, start]);

  const subscribe = useCallback(
    (listener: () => void) => playback?.subscribe(listener) ?? (() => undefined),
    [playback],
  );
  const snapshot = useSyncExternalStore(subscribe, () => playback?.snapshot() ?? EMPTY);
  return { playback, snapshot };
}
