import { useEffect } from "react";
import type { Playback, Snapshot } from "../playback";

export interface MediaAbout {
  readonly title: string;
  readonly artist: string;
  readonly poster: string | null;
}

/** Tells the system what plays (lock screen, media keys, headphones) and lets it act on that. */
export function useMediaSession(playback: Playback | null, snapshot: Snapshot, about: MediaAbout): void {
  const { title, artist, poster } = about;
  useEffect(() => {
    if (playback === null || !("mediaSession" in navigator)) return;
    const session = navigator.mediaSession;
    session.metadata = new MediaMetadata({
      title,
      artist,
      album: "NEUFIT",
      artwork: poster === null ? [] : [{ src: poster }],
    });
    const actions: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
      play: () => {
        playback.play();
      },
      pause: () => {
        playback.pause();
      },
      seekbackward: (details) => {
        playback.seek(playback.snapshot().position - (details.seekOffset ?? 10));
      },
      seekforward: (details) => {
        playback.seek(playback.snapshot().position + (details.seekOffset ?? 10));
      },
      seekto: (details) => {
        if (details.seekTime !== undefined) playback.seek(details.seekTime);
      },
    };
    const names = Object.keys(actions) as MediaSessionAction[];
    for (const name of names) act(session, name, actions[name] ?? null);
    return () => {
      session.metadata = null;
      for (const name of names) act(session, name, null);
    };
  }, [playback, title, artist, poster]);

  const { duration, rate, paused } = snapshot;
  const second = Math.floor(snapshot.position);
  useEffect(() => {
    if (!("mediaSession" in navigator) || duration <= 0) return;
    navigator.mediaSession.playbackState = paused ? "paused" : "playing";
    navigator.mediaSession.setPositionState({ duration, playbackRate: rate, position: Math.min(second, duration) });
  }, [duration, rate, paused, second]);
}

/** Browsers throw for actions that they don't know. */
function act(session: MediaSession, name: MediaSessionAction, handler: MediaSessionActionHandler | null): void {
  try {
    session.setActionHandler(name, handler);
  } catch {
    // Then this action stays with the browser.
  }
}
