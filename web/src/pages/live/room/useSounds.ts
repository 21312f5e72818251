import { useCallback, useEffect, useRef, useState } from "react";

interface Chooses {
  setSinkId?: (id: string) => Promise<void>;
}

/**
 * Plays what is heard in the room, each line on an element of its own that no screen shows. `blocked`: the browser wants
 * a tap first; `turnOn` has to be called in answer to one.
 */
export function useSounds(sounds: readonly MediaStream[], speaker: string | null): { blocked: boolean; turnOn: () => void } {
  const playing = useRef(new Map<MediaStream, HTMLAudioElement>());
  const [blocked, setBlocked] = useState(false);

  const play = useCallback((audio: HTMLAudioElement) => {
    audio.play().then(
      () => {
        setBlocked(false);
      },
      (error: unknown) => {
        // Anything else (the stream went away meanwhile) is no matter of the person's.
        if (error instanceof DOMException && error.name === "NotAllowedError") setBlocked(true);
      },
    );
  }, []);

  useEffect(() => {
    const known = playing.current;
    for (const [stream, audio] of known) {
      if (sounds.includes(stream)) continue;
      known.delete(stream);
      audio.srcObject = null;
    }
    for (const stream of sounds) {
      if (known.has(stream)) continue;
      const audio = new Audio();
      audio.srcObject = stream;
      known.set(stream, audio);
      play(audio);
    }
  }, [sounds, play]);

  useEffect(() => {
    for (const audio of playing.current.values()) {
      // A speaker that is gone is no reason for silence: the sound stays where it was.
      void (audio as Chooses).setSinkId?.(speaker ?? "").catch(() => undefined);
    }
  }, [speaker, sounds]);

  useEffect(() => {
    const known = playing.current;
    return () => {
      for (const audio of known.values()) audio.srcObject = null;
      known.clear();
    };
  }, []);

  const turnOn = useCallback(() => {
    for (const audio of playing.current.values()) play(audio);
  }, [play]);
  return { blocked, turnOn };
}
