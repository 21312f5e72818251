import { useState } from "react";
import { useSearchParams } from "react-router";
import type { CalendarEvent } from "../../api/model";
import { usePage } from "../../app/page";
import { useMember } from "../../session/context";
import { Button, ButtonLink } from "../../ui/Button";
import { Skeleton } from "../../ui/Skeleton";
import { ErrorState, LoadingNote } from "../../ui/States";
import { useNow } from "../live/useNow";
import { Agenda } from "./Agenda";
import { CalendarFeed } from "./CalendarFeed";
import styles from "./CalendarPage.module.css";
import { type Day, daysOf, isDay, type View, VIEWS } from "./days";
import { AddEventDialog } from "./AddEventDialog";
import { EventDialog } from "./EventDialog";
import { MonthGrid } from "./MonthGrid";
import { MoveBar } from "./MoveBar";
import { MoveDialog } from "./MoveDialog";
import { useCalendar } from "./queries";
import { EndedRequests, OpenRequests } from "./Requests";
import { TimeGrid } from "./TimeGrid";
import { Toolbar } from "./Toolbar";
import { useMoving } from "./useMoving";
import { zoneInWords } from "./words";
import { ownZone, readingOf, startOf } from "./zones";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PHONE = "(width < 48rem)";

function isView(text: string | null): text is View {
  return VIEWS.some((each) => each === text);
}

/** One's calendar, of instructors and customers alike: sessions, classes and events of one's own. */
export function CalendarPage() {
  const heading = usePage("Calendar");
  const { userId: me, role } = useMember();
  const zone = ownZone();
  const now = useNow(MINUTE_MS / 2);
  const [params, setParams] = useSearchParams();
  const asked = params.get("view");
  const view: View = isView(asked) ? asked : window.matchMedia(PHONE).matches ? "list" : "week";
  const askedDay = params.get("day") ?? "";
  const day = isDay(askedDay) ? askedDay : readingOf(now, zone).day;
  const days = daysOf(view, day);
  const start = startOf(days[0] ?? day, zone);
  // One day more than are shown: on those when clocks change, 24 hours don't reach to the end.
  const calendar = useCalendar(start, days.length + 1);
  const events = calendar.data?.events ?? [];
  // Of other days known meanwhile, a list would say that nothing is planned.
  const loading = calendar.isPending || (view === "list" && calendar.isPlaceholderData);
  const [opened, setOpened] = useState<string | null>(null);
  const [adding, setAdding] = useState<{ start: number; end: number } | null>(null);
  const moving = useMoving({ zone });

  const go = (to: { view?: View; day?: Day }) => {
    const next = new URLSearchParams(params);
    if (to.view !== undefined) next.set("view", to.view);
    if (to.day !== undefined) next.set("day", to.day);
    setParams(next, { replace: true, preventScrollReset: true });
  };
  const grid = {
    days,
    zone,
    me,
    now,
    events,
    draft: moving.draft,
    onOpen: (event: CalendarEvent) => {
      setOpened(event.eventId);
    },
    onAdd: (from: number, to: number) => {
      setAdding({ start: from, end: to });
    },
    onMove: moving.propose,
    onKeyMove: moving.begin,
  };

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            Calendar
          </h1>
          <p className={styles.zone}>Times in {zoneInWords(zone, now)}</p>
        </div>
        <div className={styles.actions}>
          {role === "instructor" ? (
            <ButtonLink to="/calendar/availability" look="quiet" icon="settings">
              Availability
            </ButtonLink>
          ) : (
            <ButtonLink to="/instructors" look="quiet" icon="people">
              Book a session
            </ButtonLink>
          )}
          <Button
            icon="plus"
            onClick={() => {
              const next = (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
              setAdding({ start: next, end: next + HOUR_MS });
            }}
          >
            New event
          </Button>
        </div>
      </header>
      <OpenRequests me={me} zone={zone} now={now} />
      <section aria-label="Your calendar" className={styles.calendar}>
        <Toolbar view={view} day={day} days={days} today={readingOf(now, zone).day} onGo={go} />
        <LoadingNote loading={loading} text="Loading your calendar" />
        {loading ? (
          <Skeleton shape="block" />
        ) : calendar.isError && calendar.data === undefined ? (
          <ErrorState error={calendar.error} retry={() => void calendar.refetch()} />
        ) : view === "list" ? (
          <Agenda {...grid} role={role} />
        ) : view === "month" ? (
          <MonthGrid
            {...grid}
            month={day.slice(0, 7)}
            onDay={(which) => {
              go({ view: "day", day: which });
            }}
          />
        ) : (
          <TimeGrid
            {...grid}
            onDay={(which) => {
              go({ view: "day", day: which });
            }}
          />
        )}
        {view !== "list" && (
          <p className={styles.hint}>
            Drag over empty time to add an event, drag an event to move it. With the keyboard: on an event, Enter opens it and M
            moves it with the arrow keys.
          </p>
        )}
      </section>
      <EndedRequests me={me} zone={zone} />
      <CalendarFeed />
      <EventDialog
        event={events.find((event) => event.eventId === opened) ?? null}
        me={me}
        zone={zone}
        now={now}
        onClose={() => {
          setOpened(null);
        }}
        onMoveTo={moving.ask}
        onKeyMove={moving.begin}
      />
      <AddEventDialog
        times={adding}
        zone={zone}
        onClose={() => {
          setAdding(null);
        }}
      />
      <MoveDialog proposal={moving.proposal} me={me} zone={zone} onClose={moving.keep} onMove={moving.place} />
      <MoveBar
        moving={moving}
        zone={zone}
        onDay={(which) => {
          if (!days.includes(which)) go({ day: which });
        }}
      />
    </div>
  );
}
