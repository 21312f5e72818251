import { useEffect, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { usePage } from "../../app/page";
import type { Meeting } from "../../api/model";
import { asProblem } from "../../api/problem";
import { upcoming } from "../../format/format";
import { keepChoices, type LobbyChoices, readChoices } from "../../live/choices";
import type { Failure } from "../../socket/closing";
import { type Source, SOURCES } from "../../live/room-view";
import { MOST_ACCOUNT_KEYS } from "../../live/encryption/account-key";
import { useDeviceKeys } from "../../live/useDeviceKeys";
import { useDeviceList, useLocalMedia } from "../../live/useLiveSession";
import { Avatar } from "../../ui/Avatar";
import { ButtonLink } from "../../ui/Button";
import { Icon } from "../../ui/icons";
import { ErrorState, LoadingNote } from "../../ui/States";
import { closedBecause } from "./closed";
import { LeaveLobby, Lobby } from "./lobby/Lobby";
import { LiveRoom } from "./LiveRoom";
import { HostPanel } from "./enrolment/HostPanel";
import { Seats } from "./enrolment/Seats";
import { SeriesPanel } from "./series/SeriesPanel";
import styles from "./MeetingPage.module.css";
import { useMeeting } from "./queries";
import { AttendedButton } from "../progress/AttendedButton";
import { EndScreen } from "./room/EndScreen";
import { useRoomKeys } from "./room/useRoomKeys";
import { readPreferences } from "../../player/view/preferences";
import { SharedAbout } from "./shared/SharedAbout";
import { useSharedVideo, VIDEO_GONE } from "./shared/useSharedVideo";
import { useNow } from "./useNow";

/** A class or a session: its lobby, its room, its end. */
export function MeetingPage() {
  const { meetingId = "" } = useParams();
  const meeting = useMeeting(meetingId);
  if (meeting.data === undefined) {
    return (
      <main className={styles.page}>
        <LoadingNote loading={meeting.isPending} text="Loading the lobby" />
        {meeting.isError && <Unavailable error={meeting.error} retry={() => void meeting.refetch()} />}
      </main>
    );
  }
  // Keyed by the meeting: nothing of one shall be left over in the next.
  return <Loaded key={meetingId} meeting={meeting.data} />;
}

function Unavailable({ error, retry }: { error: unknown; retry: () => void }) {
  const heading = usePage("Session not available");
  const gone = [400, 403, 404].includes(asProblem(error).status);
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="visually-hidden">
        Session not available
      </h1>
      <ErrorState error={error} {...(gone ? {} : { retry })} />
      <ButtonLink to="/live" look="quiet">
        All classes
      </ButtonLink>
    </>
  );
}

type Stage = { readonly at: "lobby" | "room" } | { readonly at: "end"; readonly failure: Failure | null };

function Loaded({ meeting }: { meeting: Meeting }) {
  const [stage, setStage] = useState<Stage>({ at: "lobby" });
  const [choices, setChoices] = useState(() => readChoices(localStorage));
  const { local, devices } = useLocalMedia();
  // The time in the room, over all visits of this page.
  const entered = useRef(0);
  const [presentMs, setPresentMs] = useState(0);
  const trains = meeting.role === "host" && meeting.kind !== "shared_workout";

  const change = (part: Partial<LobbyChoices>) => {
    const next = { ...choices, ...part };
    setChoices(next);
    keepChoices(localStorage, next);
    for (const source of SOURCES) {
      if (part[source] !== undefined) void local.choose(source, part[source]);
    }
  };

  // What was on the last time is on again. A trainer comes to be seen and heard; customers begin muted, until they choose.
  const at = stage.at;
  const [first] = useState(choices);
  useEffect(() => {
    if (at !== "lobby") return;
    for (const source of SOURCES) void local.choose(source, first[source]);
    if (trains || first.cameraOn) void local.set("camera", true);
    if (trains || first.microphoneOn) void local.set("microphone", true);
  }, [at, trains, first, local]);

  if (stage.at === "room") {
    return (
      <LiveRoom
        meeting={meeting}
        local={local}
        choices={choices}
        onChoices={change}
        onEnd={(failure) => {
          setPresentMs((before) => before + Date.now() - entered.current);
          setStage({ at: "end", failure });
        }}
      />
    );
  }
  if (stage.at === "end") {
    return (
      <main>
        <EndScreen
          failure={stage.failure}
          watched={meeting.mediaId}
          attended={
            meeting.mediaId === null && <AttendedButton meetingId={meeting.meetingId} presentMs={presentMs} />
          }
          onAgain={() => {
            setStage({ at: "lobby" });
          }}
        />
      </main>
    );
  }
  return (
    <LobbyOf
      meeting={meeting}
      choices={choices}
      devices={devices}
      onToggle={(source) => {
        const on = !local.wanted(source);
        void local.set(source, on);
        // A trainer's devices are on by default, which is no choice for classes that he or she visits.
        if (!trains) change(source === "camera" ? { cameraOn: on } : { microphoneOn: on });
      }}
      onRestart={(source) => void local.restart(source)}
      onChange={change}
      onJoin={() => {
        entered.current = Date.now();
        setStage({ at: "room" });
      }}
    />
  );
}

/** That a one-on-one is encrypted; or that this device can't take part in it, and what helps. */
function EncryptionLine() {
  const { full } = useDeviceKeys();
  return full ? (
    <div className={styles.noKey} role="status">
      <p>
        This session is encrypted, and this device can’t get a key for it: {MOST_ACCOUNT_KEYS} other devices of yours have
        one, the most there can be.
      </p>
      <ButtonLink to="/settings/keys" size="s" icon="device">
        Remove one you no longer use
      </ButtonLink>
    </div>
  ) : (
    <p className={styles.encrypted}>
      <Icon name="lock" size={18} /> Picture and sound are encrypted from end to end.
    </p>
  );
}

interface LobbyOfProps {
  meeting: Meeting;
  choices: LobbyChoices;
  devices: ReturnType<typeof useLocalMedia>["devices"];
  onToggle: (source: Source) => void;
  onRestart: (source: Source) => void;
  onChange: (change: Partial<LobbyChoices>) => void;
  onJoin: () => void;
}

const SECOND_MS = 1000;

const KINDS: Readonly<Record<Meeting["kind"], string>> = {
  group_class: "Group class",
  one_on_one: "One-on-one",
  shared_workout: "Watching together",
};

function LobbyOf({ meeting, choices, devices, onToggle, onRestart, onChange, onJoin }: LobbyOfProps) {
  const heading = usePage(meeting.title);
  const navigate = useNavigate();
  const now = useNow(SECOND_MS);
  const available = useDeviceList(devices.camera.track !== null || devices.microphone.track !== null);
  const [everywhere] = useState(() => readPreferences(localStorage).keysEverywhere);
  useRoomKeys(
    { current: null },
    {
      toggleMicrophone: () => {
        onToggle("microphone");
      },
      toggleCamera: () => {
        onToggle("camera");
      },
    },
    everywhere,
    null,
  );
  const { kind, role, instructor, customer } = meeting;
  const group = kind === "group_class";
  const shared = useSharedVideo(meeting.mediaId);
  const other = role === "host" ? (customer ?? instructor) : instructor;
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <LeaveLobby onLeave={() => void navigate("/live")} />
        <h1 ref={heading} tabIndex={-1}>
          {meeting.title}
        </h1>
      </header>
      <Lobby
        devices={devices}
        available={available}
        choices={choices}
        asksSharing={group && role === "customer"}
        closed={closedBecause(meeting, now) ?? (shared.gone ? VIDEO_GONE.title + "." : null)}
        onToggle={onToggle}
        onRestart={onRestart}
        onChoose={onChange}
        onJoin={onJoin}
      >
        <div className={styles.about}>
          <p className={styles.person}>
            <Avatar person={other} />
            <span>
              <strong>{role === "host" && group ? "Your class" : other.displayName}</strong>
              <span>
                {KINDS[kind]} · {meeting.status === "live" ? "live now" : upcoming(meeting.startTime)}
              </span>
            </span>
          </p>
          {meeting.description !== "" && <p className={styles.description}>{meeting.description}</p>}
          {group && role === "customer" && <Seats meeting={meeting} now={now} />}
          {group && role === "host" && <HostPanel meeting={meeting} />}
          {meeting.seriesId !== null && <SeriesPanel meeting={meeting} seriesId={meeting.seriesId} now={now} />}
          {kind === "one_on_one" && <EncryptionLine />}
          {kind === "shared_workout" && <SharedAbout meeting={meeting} stream={shared.stream} />}
        </div>
      </Lobby>
    </main>
  );
}
