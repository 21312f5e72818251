import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { useApi, useMember } from "../session/context";
import { type DeviceList, listDevices, watchDevices } from "./devices";
import { BrowserKeyStore } from "./encryption/key-store";
import { type LocalDevices, LocalMedia } from "./local-media";
import { meter } from "./meter";
import type { MeetingKind, Sharing } from "./room-view";
import { liveService } from "./service";
import { LiveSession } from "./session";
import { EMPTY, type LiveSnapshot } from "./snapshot";
import { type TimerPosition, timerPosition, untilNextSecond } from "./timer";

const NEVER = () => () => undefined;

/** Camera and microphone of this device while the page is there: from the lobby to the end of the session. */
export function useLocalMedia(): { local: LocalMedia; devices: LocalDevices } {
  const [local] = useState(() => new LocalMedia());
  useEffect(
    () => () => {
      local.release();
    },
    [local],
  );
  const devices = useSyncExternalStore(local.subscribe, local.devices);
  return { local, devices };
}

/** The devices that can be chosen, kept up to date. `named` is a sign that a device was started: names are known then. */
export function useDeviceList(named: boolean): DeviceList {
  const [list, setList] = useState<DeviceList>({ cameras: [], microphones: [], speakers: [] });
  useEffect(() => {
    let current = true;
    const read = () => {
      listDevices().then(
        (devices) => {
          if (current) setList(devices);
        },
        () => undefined, // not allowed to look: then there is nothing to choose from
      );
    };
    read();
    const stop = watchDevices(read);
    return () => {
      current = false;
      stop();
    };
  }, [named]);
  return list;
}

/** How loud a microphone is, from 0 to 1, through `listener`: a level that changes often draws nothing anew by itself. */
export function useMeter(track: MediaStreamTrack | null, listener: (level: number) => void): void {
  useEffect(() => (track === null ? undefined : meter(track, listener)), [track, listener]);
}

export interface Joining {
  readonly meetingId: string;
  /** As the API says it. */
  readonly kind: MeetingKind;
  readonly sharing: Sharing | null;
  readonly local: LocalMedia;
}

/** Joins a meeting while the page is there, and tells how it stands. `session` is null until the first effect. */
export function useLiveSession({ meetingId, kind, sharing, local }: Joining): {
  session: LiveSession | null;
  snapshot: LiveSnapshot;
} {
  const api = useApi();
  const { userId } = useMember();
  const [session, setSession] = useState<LiveSession | null>(null);
  // Chosen once, on joining; later it is a command.
  const [firstSharing] = useState(sharing);

  useEffect(() => {
    const service = liveService(api, meetingId, userId, new BrowserKeyStore());
    const joined = new LiveSession({ meetingId, me: userId, kind, sharing: firstSharing, service, local });
    // The session exists from now on only: who draws it must hear of it.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setSession(joined);
    return () => {
      setSession(null);
      joined.leave();
    };
  }, [api, meetingId, userId, kind, firstSharing, local]);

  const subscribe = useCallback((listener: () => void) => session?.subscribe(listener) ?? NEVER(), [session]);
  const snapshot = useSyncExternalStore(subscribe, () => session?.snapshot() ?? EMPTY);
  return { session, snapshot };
}

/** Where the room's timer stands, drawn anew whenever its shown second changes; null without a timer. */
export function useTimer(session: LiveSession | null, snapshot: LiveSnapshot): TimerPosition | null {
  const timer = snapshot.room?.timer ?? null;
  const [position, setPosition] = useState<TimerPosition | null>(null);
  useEffect(() => {
    let waking: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const now = session?.clock.now() ?? 0;
      setPosition(timer === null || session === null ? null : timerPosition(timer, now));
      const wait = untilNextSecond(timer, now);
      // Woken at the second, not before it; and the clock may have been corrected meanwhile.
      if (wait !== null) waking = setTimeout(look, wait + 1);
    };
    look();
    return () => {
      clearTimeout(waking);
    };
  }, [session, timer]);
  return timer === null ? null : position;
}
