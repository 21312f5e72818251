import { type ComponentProps, type RefObject, useEffect, useRef, useState } from "react";

interface VideoProps extends Omit<ComponentProps<"video">, "ref"> {
  stream: MediaStream | null;
  /** Hears of the height of the picture as it comes, px; 0 before the first. */
  onHeight?: (height: number) => void;
}

/** A picture that comes live. Its sound is played elsewhere, so that a tile that goes away silences nobody. */
export function Video({ stream, onHeight, ...rest }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null && video.current.srcObject !== stream) video.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      {...rest}
      ref={video}
      autoPlay
      muted
      playsInline
      disablePictureInPicture
      tabIndex={-1}
      onResize={(event) => {
        onHeight?.(event.currentTarget.videoHeight);
      }}
      onLoadedMetadata={(event) => {
        // Where it was taken out of the page and put back it stands still.
        void event.currentTarget.play().catch(() => undefined);
      }}
    />
  );
}

/** The height of an element on screen in device pixels, followed; 0 while it is not there. */
export function useShownHeight(element: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const box = element.current;
    if (box === null) return;
    const observer = new ResizeObserver(([entry]) => {
      setHeight(Math.round((entry?.contentRect.height ?? 0) * window.devicePixelRatio));
    });
    observer.observe(box);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return height;
}
