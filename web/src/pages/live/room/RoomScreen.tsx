import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { usePage } from "../../../app/page";
import type { Meeting } from "../../../api/model";
import { type ApiProblem, asProblem } from "../../../api/problem";
import { timeOfDay } from "../../../format/format";
import { CommandRefused } from "../../../live/commands";
import type { LobbyChoices } from "../../../live/choices";
import type { Action } from "../../../live/protocol";
import { hostOf, participantOf, raisedHands } from "../../../live/room";
import type { Participant, RoomView, Source } from "../../../live/room-view";
import type { LiveSession } from "../../../live/session";
import type { LiveSnapshot, Self } from "../../../live/snapshot";
import { useDeviceList, useTimer } from "../../../live/useLiveSession";
import { keepPreferences, readPreferences } from "../../../player/view/preferences";
import { useToast } from "../../../ui/toast";
import { DeviceTrouble } from "../lobby/DeviceTrouble";
import { extendedEnd, graceOf } from "../ending";
import { useBlock, useCloseMeeting, useExtendMeeting, useReport } from "../queries";
import { Banner, interrupted } from "./Banner";
import { ControlBar, MediaToggles, type PanelName } from "./bar/ControlBar";
import { ChatPanel } from "./chat/ChatPanel";
import { ClassCard } from "./ClassCard";
import { EncryptionNote } from "./EncryptionNote";
import { EndingNote } from "./EndingNote";
import { FloatingView } from "./floating/FloatingView";
import { useFloating } from "./floating/useFloating";
import { LeavePanel } from "./panels/LeavePanel";
import { Panel } from "./panels/Panel";
import { SettingsPanel } from "./panels/SettingsPanel";
import { PeoplePanel } from "./people/PeoplePanel";
import { RecordingBar } from "./recording/RecordingBar";
import { RecordingNote } from "./recording/RecordingNote";
import { ReportForm, reportOf, type Subject } from "./people/ReportForm";
import { ShareLink } from "../shared/ShareLink";
import { SharedScreen } from "../shared/SharedScreen";
import styles from "./RoomScreen.module.css";
import { ClassStage } from "./stage/ClassStage";
import { PairStage } from "./stage/PairStage";
import { TimerAnnouncer, TimerRing } from "./timer/TimerRing";
import { useRoomKeys } from "./useRoomKeys";
import { useSounds } from "./useSounds";
import { TALL, useMedia, WIDE } from "./useMedia";

type Shown = PanelName | "leave";

interface RoomScreenProps {
  meeting: Meeting;
  session: LiveSession;
  snapshot: LiveSnapshot;
  self: Self;
  room: RoomView;
  choices: LobbyChoices;
  onChoices: (change: Partial<LobbyChoices>) => void;
  onLeave: () => void;
}

const TITLES: Readonly<Record<Shown, string>> = { chat: "Chat", people: "People", settings: "Settings", leave: "Leave" };

/** A room that one is in. */
export function RoomScreen(props: RoomScreenProps) {
  const { meeting, session, snapshot, self, room, choices, onChoices, onLeave } = props;
  const heading = usePage(meeting.title);
  const announce = useToast();
  const { devices, incoming, speaking, quality, latency, layers, encryption } = snapshot;
  const me = self.id;
  const hosts = self.moderates;
  const pair = room.kind === "one_on_one";
  const { playback } = room;
  const person = participantOf(room, me);
  const handRaised = person !== null && person.handRaisedAt !== null;
  const other = room.participants.find((one) => one.id !== me) ?? null;
  const host = hostOf(room);
  const awaited = (hosts ? meeting.customer?.displayName : meeting.instructor.displayName) ?? "The other one";
  const position = useTimer(session, snapshot);
  const available = useDeviceList(devices.camera.track !== null || devices.microphone.track !== null);
  const { blocked, turnOn } = useSounds(incoming.sounds, choices.speaker);
  const { possible, floating, toggle: toggleFloating } = useFloating();

  const wide = useMedia(WIDE);
  const tall = useMedia(TALL);
  const [panel, setPanel] = useState<Shown | null>(wide ? "chat" : null);
  const [opened, setOpened] = useState(false);
  const newest = room.chat.at(-1)?.id ?? 0;
  const [seen, setSeen] = useState(newest);
  const unread = room.chat.filter((message) => message.id > seen && message.participant !== me && !message.deleted).length;
  const show = (wanted: Shown | null) => {
    if (wanted === "chat" || panel === "chat") setSeen(newest);
    setSubject(null);
    setOpened(true);
    setPanel(wanted === panel ? null : wanted);
  };

  const act = useCallback(
    (action: Action) => {
      session.command(action).catch((error: unknown) => {
        announce(error instanceof CommandRefused ? error.message : asProblem(error).detail, "wrong");
      });
    },
    [session, announce],
  );
  const toggle = (source: Source) => {
    void session.local.set(source, !session.local.wanted(source));
  };
  const raise = () => {
    act({ kind: "hand", raised: !handRaised });
  };

  const [everywhere, setEverywhere] = useState(() => readPreferences(localStorage).keysEverywhere);
  const controls = useRef<HTMLDivElement>(null);
  useRoomKeys(
    controls,
    {
      ...(self.publishes.includes("microphone") && {
        toggleMicrophone: () => {
          toggle("microphone");
        },
      }),
      ...(self.publishes.includes("camera") && {
        toggleCamera: () => {
          toggle("camera");
        },
      }),
      ...(!hosts && !pair && { toggleHand: raise }),
      ...((!hosts || playback !== null) &&
        !pair && {
          countRep: () => {
            act({ kind: "rep", delta: 1 });
          },
        }),
    },
    everywhere,
    floating,
  );

  const own = useMemo(
    () => (devices.camera.state === "on" && devices.camera.track !== null ? new MediaStream([devices.camera.track]) : null),
    [devices.camera],
  );

  const [subject, setSubject] = useState<Subject | null>(null);
  const report = useReport();
  const block = useBlock();
  const close = useCloseMeeting();
  const blockPerson = (person: Participant) => {
    block.mutate(person.id, {
      onSuccess: () => {
        announce(`${person.name} is blocked. You can undo it in your settings.`);
        // Rights and blocks stand in the ticket, so a new one is fetched; without the trainer there is no class.
        if (person.role === "host" || pair) onLeave();
        else session.renew();
      },
      onError: (error) => {
        announce(asProblem(error).detail, "wrong");
      },
    });
  };
  const end = () => {
    close.mutate(meeting.meetingId, {
      onSettled: () => {
        act({ kind: "end" });
      },
    });
  };

  const grace = graceOf(meeting);
  const ends = room.ends - grace;
  const extend = useExtendMeeting();
  const goOn = () => {
    extend.mutate(
      { meetingId: meeting.meetingId, end: extendedEnd(ends, session.clock.now()) },
      {
        // A newer ticket tells the room of the new end, and the room tells everybody.
        onSuccess: () => {
          session.renew();
        },
        onError: (error) => {
          announce(extensionRefused(asProblem(error)), "wrong");
        },
      },
    );
  };
  const known = useRef(ends);
  useEffect(() => {
    if (ends > known.current) announce(`There is more time: it goes on until ${timeOfDay(ends)}.`);
    known.current = ends;
  }, [ends, announce]);
  const roomTime = useCallback(() => session.clock.now(), [session]);

  const hands = raisedHands(room);
  const mutedByHost = person?.mutedByHost === true && devices.microphone.state !== "on";
  const toggles = (
    <MediaToggles devices={devices} publishes={self.publishes} mutedByHost={mutedByHost} onToggle={toggle} />
  );
  const spotlight = pair || hosts ? other : host;
  const stage = { room, me, incoming, speakers: speaking, quality, own };
  const layout = useCallback(
    (wanted: Parameters<LiveSession["show"]>[0]) => {
      session.show(wanted);
    },
    [session],
  );

  return (
    <div className={styles.room} data-kind={room.kind} data-state={snapshot.state} data-media={snapshot.media}>
      <header className={styles.head}>
        <h1 ref={heading} tabIndex={-1}>
          {meeting.title}
        </h1>
        <p>
          {pair ? "One-on-one" : playback !== null ? "Watching together" : "Class"} · until {timeOfDay(ends)}
        </p>
        {room.kind === "group_class" && (
          <RecordingBar meeting={meeting} session={session} recording={room.recording} hosts={hosts} cameraOn={own !== null} />
        )}
      </header>
      <div className={styles.controls}>
        <ControlBar
          ref={controls}
          devices={devices}
          publishes={self.publishes}
          mutedByHost={mutedByHost}
          handRaised={handRaised}
          hands={!hosts && !pair}
          panel={panel === "leave" ? null : panel}
          unread={unread}
          waitingHands={hosts ? hands.length : 0}
          people={room.participants.length}
          floating={possible ? floating !== null : null}
          onToggle={toggle}
          onHand={raise}
          onPanel={show}
          onFloat={toggleFloating}
          onLeave={() => {
            if (hosts) show("leave");
            else onLeave();
          }}
        />
      </div>
      <main className={styles.main}>
        <div className={styles.notes}>
          <Banner
            interrupted={interrupted(snapshot)}
            soundBlocked={blocked}
            mutedByHost={mutedByHost}
            host={playback === null ? "trainer" : "host"}
            onRetry={() => {
              session.retry();
            }}
            onSound={turnOn}
          />
          <RecordingNote recording={room.recording} hosts={hosts} />
          <EndingNote
            closes={room.ends}
            grace={grace}
            now={roomTime}
            pair={pair || playback !== null}
            onExtend={hosts ? goOn : null}
            extending={extend.isPending}
          />
          <DeviceTrouble
            devices={devices}
            onRestart={(source) => {
              void session.local.restart(source);
            }}
          />
        </div>
        <div className={styles.stage}>
          {pair ? (
            <PairStage {...stage} awaited={awaited} onLayout={layout} />
          ) : (
            <ClassStage
              {...stage}
              onLayout={layout}
              screen={
                playback !== null && (
                  <SharedScreen
                    playback={playback}
                    title={meeting.title}
                    host={meeting.instructor.displayName}
                    steers={hosts || room.steeringOn}
                    now={roomTime}
                    act={act}
                  />
                )
              }
            />
          )}
        </div>
      </main>
      <aside className={styles.side} aria-label="Beside the picture">
        <TimerAnnouncer timer={room.timer} position={position} />
        <p className="visually-hidden" role="status">
          {hosts && hands.length > 0 ? `${hands.at(-1)?.name ?? ""} raised a hand` : ""}
        </p>
        <div className={styles.work}>
          {pair && encryption !== null && (
            <div className={styles.encryption}>
              <EncryptionNote
                encryption={encryption}
                other={other?.name ?? awaited}
                onRetry={() => {
                  session.retry();
                }}
              />
            </div>
          )}
          {!(pair && room.timer === null && !hosts) && (
            <ClassCard room={room} me={me} hosts={hosts} position={position} compact={pair || !wide || !tall} act={act} />
          )}
        </div>
        {panel !== null && (
          <Panel
            className={styles.panel ?? ""}
            title={subject === null ? TITLES[panel] : "Report"}
            opener={`open-${panel}`}
            takesFocus={opened}
            onClose={() => {
              if (subject === null) show(null);
              else setSubject(null);
            }}
          >
            {subject !== null ? (
              <ReportForm
                subject={subject}
                send={async (words) => {
                  const where = { meetingId: meeting.meetingId, log: session.log, now: session.clock.now() };
                  const { message } = await report.mutateAsync(reportOf(subject, where, words));
                  announce(message);
                  setSubject(null);
                }}
                onCancel={() => {
                  setSubject(null);
                }}
              />
            ) : panel === "chat" ? (
              <ChatPanel
                room={room}
                me={me}
                hosts={hosts}
                act={act}
                onReport={(message) => {
                  setSubject({ userId: message.participant, name: message.name, message });
                }}
              />
            ) : panel === "people" ? (
              <>
                {playback !== null && <ShareLink meetingId={meeting.meetingId} title={meeting.title} />}
                <PeoplePanel
                  room={room}
                  me={me}
                  hosts={hosts}
                  speakers={speaking}
                  quality={quality}
                  latency={latency}
                  layers={layers}
                  height={devices.camera.track?.getSettings().height ?? null}
                  act={act}
                  onReport={(reported) => {
                    setSubject({ userId: reported.id, name: reported.name, message: null });
                  }}
                  onBlock={blockPerson}
                />
              </>
            ) : panel === "settings" ? (
              <SettingsPanel
                room={room}
                hosts={hosts}
                available={available}
                choices={choices}
                everywhere={everywhere}
                onEverywhere={(wanted) => {
                  setEverywhere(wanted);
                  keepPreferences(localStorage, { ...readPreferences(localStorage), keysEverywhere: wanted });
                }}
                onChoose={(choice) => {
                  onChoices(choice);
                  if (choice.sharing !== undefined) act({ kind: "share", scope: choice.sharing });
                }}
                act={act}
              />
            ) : (
              <LeavePanel onLeave={onLeave} onEnd={end} ending={close.isPending} />
            )}
          </Panel>
        )}
      </aside>
      {floating !== null && (
        <FloatingView
          target={floating}
          person={spotlight}
          stream={spotlight?.camera === true ? (incoming.seats.get(spotlight.id)?.stream ?? null) : null}
          controls={toggles}
          timer={room.timer === null ? null : <TimerRing timer={room.timer} position={position} />}
        />
      )}
    </div>
  );
}

/** Why there is no more time, in words for the trainer. */
function extensionRefused(problem: ApiProblem): string {
  if (problem.fields.has("endTime")) return "It can't go on for longer: a session lasts four hours at most.";
  if (problem.status === 403 || problem.status === 404) return "You can't change this session any more.";
  return problem.detail;
}
