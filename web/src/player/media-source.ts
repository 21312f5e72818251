import type { Source } from "./buffer";

/** Safari's Media Source, the only one on iPhone. It asks that remote playback be off. */
interface ManagedWindow {
  readonly ManagedMediaSource?: typeof MediaSource;
}

/** A media source that was given to an element. */
export interface OpenedSource {
  readonly source: Source;
  readonly opened: boolean;
  /** Let go of it; it is never heard of again. */
  release(): void;
}

function implementation(): typeof MediaSource | null {
  const managed = (globalThis as ManagedWindow).ManagedMediaSource;
  return managed ?? (typeof MediaSource === "undefined" ? null : MediaSource);
}

/** Whether this browser has Media Source Extensions at all. */
export function hasMediaSource(): boolean {
  return implementation() !== null;
}

/** Whether this browser can play media of a type (with `codecs`). */
export function supports(type: string): boolean {
  return implementation()?.isTypeSupported(type) ?? false;
}

/** Give a video element a fresh media source; `opened` is called when it can be filled. */
export function openSource(video: HTMLVideoElement, opened: () => void): OpenedSource {
  const Implementation = implementation();
  if (Implementation === null) throw new Error("this browser has no Media Source Extensions");
  const source = new Implementation();
  if ("ManagedMediaSource" in globalThis) video.disableRemotePlayback = true;
  const url = URL.createObjectURL(source);
  let held = true;
  source.addEventListener("sourceopen", () => {
    // `sourceopen` comes again when media is appended after the end.
    URL.revokeObjectURL(url);
    if (held) opened();
  });
  video.src = url;
  return {
    source,
    get opened() {
      return source.readyState !== "closed";
    },
    release() {
      held = false;
      URL.revokeObjectURL(url);
    },
  };
}
