import type { ReactNode } from "react";

/** A small set of line icons on a 24 unit grid, drawn for NEUFIT. */
const SHAPES = {
  home: <path d="M4 11.5 12 4.5l8 7M6.5 9.8V19.5h11V9.8M10 19.5v-5h4v5" />,
  browse: <path d="M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z" />,
  people: (
    <path d="M9 11.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3.5 19c.3-3 2.6-4.8 5.5-4.8s5.2 1.8 5.5 4.8M15.5 5.2a3 3 0 0 1 0 5.7M17 14.5c2 .5 3.3 2.1 3.5 4.5" />
  ),
  person: <path d="M12 11.5a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4ZM4.8 20c.4-3.6 3.3-5.7 7.2-5.7s6.8 2.1 7.2 5.7" />,
  studio: <path d="M4 6.5h10.5v11H4zM14.5 10.5 20 7.5v9l-5.5-3" />,
  search: <path d="M10.8 17.1a6.3 6.3 0 1 0 0-12.6 6.3 6.3 0 0 0 0 12.6ZM15.5 15.5 20 20" />,
  play: <path d="M8 5.5v13l10.5-6.5z" fill="currentColor" />,
  record: <path d="M12 17.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Z" fill="currentColor" />,
  pause: <path d="M8 5.5v13M16 5.5v13" strokeWidth="3.2" />,
  sun: (
    <path d="M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.8v2M12 19.2v2M2.8 12h2M19.2 12h2M5.5 5.5l1.4 1.4M17.1 17.1l1.4 1.4M18.5 5.5l-1.4 1.4M6.9 17.1l-1.4 1.4" />
  ),
  moon: <path d="M19.5 14.2A7.8 7.8 0 0 1 9.8 4.5a7.8 7.8 0 1 0 9.7 9.7Z" />,
  plus: <path d="M12 5v14M5 12h14" />,
  check: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  calendar: <path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4" />,
  bell: <path d="M12 3.8a5.4 5.4 0 0 0-5.4 5.4c0 4.6-2 6.2-2 6.2h14.8s-2-1.6-2-6.2A5.4 5.4 0 0 0 12 3.8ZM10.2 18.6a1.9 1.9 0 0 0 3.6 0" />,
  clock: <path d="M12 20.2a8.2 8.2 0 1 0 0-16.4 8.2 8.2 0 0 0 0 16.4ZM12 7.5V12l3 2" />,
  upload: <path d="M12 15.5V4.5M7.5 9 12 4.5 16.5 9M4.5 15.5v4h15v-4" />,
  warning: <path d="M12 4.2 2.9 19.8h18.2zM12 10v4.5M12 17v.3" />,
  offline: <path d="M3.5 9a13 13 0 0 1 5-3M20.5 9a13 13 0 0 0-6.8-3.7M7 13a7.5 7.5 0 0 1 3-1.6M17 13l-1-.7M12 18.5v.3M4.5 3.5l15 17" />,
  right: <path d="m9.5 5.5 6.5 6.5-6.5 6.5" />,
  left: <path d="M14.5 5.5 8 12l6.5 6.5" />,
  eye: (
    <path d="M2.8 12S6 5.8 12 5.8 21.2 12 21.2 12 18 18.2 12 18.2 2.8 12 2.8 12ZM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z" />
  ),
  device: <path d="M4.5 5h15v10.5h-15zM8.5 19.5h7M12 15.5v4" />,
  edit: <path d="M4.5 19.5v-4L15.3 4.7l4 4L8.5 19.5zM13 7l4 4" />,
  archive: <path d="M3.8 5h16.4v4H3.8zM5.3 9v10h13.4V9M10 12.8h4" />,
  retry: <path d="M19.5 12a7.5 7.5 0 1 1-2.4-5.5M19.5 3.8v4h-4" />,
  settings: <path d="M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9M15 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9 19a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z" />,
  volume: <path d="M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.3a8 8 0 0 1 0 11.4" />,
  mute: <path d="M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM16 9.7l4.6 4.6M20.6 9.7 16 14.3" />,
  forward: <path d="M12 4.5a7.5 7.5 0 1 0 7.5 7.5M12 1.8v5.4l3.6-2.7z" />,
  back: <path d="M12 4.5A7.5 7.5 0 1 1 4.5 12M12 1.8v5.4L8.4 4.5z" />,
  fullscreen: <path d="M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15" />,
  shrink: <path d="M9 4.5V9H4.5M19.5 9H15V4.5M15 19.5V15h4.5M4.5 15H9v4.5" />,
  pip: <path d="M3.8 5.5h16.4v13H3.8zM12 12h5.5v4H12z" />,
  keys: <path d="M3.5 7h17v10h-17zM7 10.3h.01M10.3 10.3h.01M13.7 10.3h.01M17 10.3h.01M8 13.8h8" />,
  download: <path d="M12 4.5v11M7.5 11l4.5 4.5 4.5-4.5M4.5 19.5h15" />,
  microphone: <path d="M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3ZM5.8 11.3a6.2 6.2 0 0 0 12.4 0M12 17.5v3M9 20.5h6" />,
  microphoneOff: (
    <path d="M15 11.2V6.5a3 3 0 0 0-5.9-.8M9 9.3v2.2a3 3 0 0 0 4.7 2.5M5.8 11.3a6.2 6.2 0 0 0 10 4.9M18.2 11.3a6.2 6.2 0 0 1-.4 2.2M12 17.5v3M9 20.5h6M3.5 3.5l17 17" />
  ),
  cameraOff: <path d="M8.5 6.5h6v4L20 7.5v9M14.5 14.5v3H4v-11h.7M3.5 3.5l17 17" />,
  hand: (
    <path d="M8 12.5V6.3a1.4 1.4 0 0 1 2.8 0v4.4-6a1.4 1.4 0 0 1 2.8 0v6-4.4a1.4 1.4 0 0 1 2.8 0v7.9c0 3.6-2.2 6-5.4 6-2.4 0-3.8-1-5-3.2L4 13.4c-.9-1.7 1.2-2.9 2.3-1.6L8 14" />
  ),
  chat: <path d="M4 5.5h16v11h-8.5L7 20v-3.5H4zM8 9.5h8M8 12.5h5" />,
  leave: <path d="M13.5 4.5h-8v15h8M10 12h10.5M16.5 8l4 4-4 4" />,
  live: (
    <path d="M12 13.6a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2ZM8.2 15.8a5.4 5.4 0 0 1 0-7.6M15.8 8.2a5.4 5.4 0 0 1 0 7.6M5.5 18.5a9.2 9.2 0 0 1 0-13M18.5 5.5a9.2 9.2 0 0 1 0 13" />
  ),
  minus: <path d="M5 12h14" />,
  flag: <path d="M6 20.5v-16M6 5h12l-2.5 4 2.5 4H6" />,
  block: <path d="M12 20.2a8.2 8.2 0 1 0 0-16.4 8.2 8.2 0 0 0 0 16.4ZM6.3 6.3l11.4 11.4" />,
  lock: <path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2" />,
  stop: <path d="M7 7h10v10H7z" fill="currentColor" />,
  skip: <path d="M6 6v12l8-6zM17.5 6v12" fill="currentColor" />,
  trash: <path d="M4.5 6.5h15M9.5 6.5v-2h5v2M6.5 6.5l1 13h9l1-13M10.3 10v6M13.7 10v6" />,
  send: <path d="M4 12 20 4.5 15.5 20l-3.8-6.2zM11.7 13.8 20 4.5" />,
  link: <path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1-1" />,
  more: <path d="M5.5 12h.01M12 12h.01M18.5 12h.01" strokeWidth="3" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** An icon as decoration: what it means must be said in words beside it or in the control's label. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {SHAPES[name]}
    </svg>
  );
}
