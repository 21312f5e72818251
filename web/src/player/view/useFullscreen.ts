import { type RefObject, useCallback, useEffect, useState } from "react";

declare global {
  interface HTMLVideoElement {
    /** The iPhone puts only the video itself on the whole screen. */
    webkitEnterFullscreen?: () => void;
  }
}

/** Full screen of the player with its controls, or of the bare video where nothing else is allowed. */
export function useFullscreen(
  frame: RefObject<HTMLElement | null>,
  video: RefObject<HTMLVideoElement | null>,
): { fullscreen: boolean; toggleFullscreen: () => void } {
  const [fullscreen, setFullscreen] = useState(false);
  useEffect(() => {
    const changed = () => {
      setFullscreen(document.fullscreenElement !== null && document.fullscreenElement === frame.current);
    };
    document.addEventListener("fullscreenchange", changed);
    return () => {
      document.removeEventListener("fullscreenchange", changed);
    };
  }, [frame]);
  const toggleFullscreen = useCallback(() => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    else if (document.fullscreenEnabled) void frame.current?.requestFullscreen().catch(() => undefined);
    else video.current?.webkitEnterFullscreen?.();
  }, [frame, video]);
  return { fullscreen, toggleFullscreen };
}
