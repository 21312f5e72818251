import { useState } from "react";
import { Link } from "react-router";
import type { Meeting } from "../../../api/model";
import { asProblem } from "../../../api/problem";
import { counted, upcoming } from "../../../format/format";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { TextField } from "../../../ui/Field";
import { ErrorState, FormProblem, LoadingNote } from "../../../ui/States";
import { refusal, text, useSubmission } from "../../../ui/submission";
import { useToast } from "../../../ui/toast";
import styles from "./SeriesPanel.module.css";
import { type Series, type SeriesClass, useCancelSeries, useChangeSeries, useSeries, useSeriesEnrolment } from "./queries";

/** The other classes of a series, and what one does with all of them. */
export function SeriesPanel({ meeting, seriesId, now }: { meeting: Meeting; seriesId: string; now: number }) {
  const series = useSeries(seriesId);
  if (series.data === undefined) {
    return series.isError ? (
      <ErrorState error={series.error} retry={() => void series.refetch()} />
    ) : (
      <LoadingNote loading text="Loading the series" />
    );
  }
  const ahead = series.data.classes.filter((each) => each.status === "scheduled" && Date.parse(each.startTime) > now);
  return (
    <section className={styles.panel} aria-labelledby="series">
      <h2 id="series">Part of a series</h2>
      <p className={styles.soft}>{ahead.length === 0 ? "No class of it is ahead." : `${counted(ahead.length, "class", "classes")} ahead`}</p>
      <ul className={styles.classes}>
        {ahead.map((each) => (
          <Row key={each.meetingId} each={each} current={each.meetingId === meeting.meetingId} now={now} />
        ))}
      </ul>
      {series.data.role === "host" ? (
        <HostActions meeting={meeting} series={series.data} />
      ) : (
        ahead.length > 1 && <EnrolAll seriesId={seriesId} ahead={ahead} />
      )}
    </section>
  );
}

const WORDS = { enrolled: "enrolled", waiting: "waits", none: null } as const;

function Row({ each, current, now }: { each: SeriesClass; current: boolean; now: number }) {
  const when = upcoming(each.startTime, new Date(now));
  const word = WORDS[each.myState];
  return (
    <li>
      {current ? (
        <strong>{when}</strong>
      ) : (
        <Link to={`/live/${encodeURIComponent(each.meetingId)}`}>{when}</Link>
      )}
      {each.moved && <span className={styles.soft}>moved</span>}
      {each.capacity !== null && (
        <span className={styles.soft}>
          {each.enrolled}/{each.capacity}
        </span>
      )}
      {word !== null && <span className={styles.mark}>{word}</span>}
    </li>
  );
}

function EnrolAll({ seriesId, ahead }: { seriesId: string; ahead: readonly SeriesClass[] }) {
  const change = useSeriesEnrolment(seriesId);
  const announce = useToast();
  const all = ahead.every((each) => each.myState !== "none");
  return (
    <div>
      <Button
        look="quiet"
        size="s"
        busy={change.isPending}
        onClick={() => {
          change.mutate(!all, {
            onSuccess: ({ message }) => {
              announce(message);
            },
            onError: (error) => {
              announce(asProblem(error).detail, "wrong");
            },
          });
        }}
      >
        {all ? "Leave all of them" : "Enrol in all of them"}
      </Button>
    </div>
  );
}

function HostActions({ meeting, series }: { meeting: Meeting; series: Series }) {
  const [asked, setAsked] = useState<"change" | "cancel" | null>(null);
  const here = series.classes.find((each) => each.meetingId === meeting.meetingId);
  if (here === undefined || meeting.status !== "scheduled") return null;
  const close = () => {
    setAsked(null);
  };
  return (
    <div className={styles.actions}>
      <Button
        look="quiet"
        size="s"
        icon="clock"
        onClick={() => {
          setAsked("change");
        }}
      >
        Change this and the following
      </Button>
      <Button
        look="quiet"
        size="s"
        icon="trash"
        onClick={() => {
          setAsked("cancel");
        }}
      >
        Cancel this and the following
      </Button>
      <Dialog open={asked === "change"} title="Change this and the following classes" onClose={close}>
        <ChangeForm series={series} here={here} meeting={meeting} onDone={close} />
      </Dialog>
      <Dialog open={asked === "cancel"} title="Cancel this and the following classes?" onClose={close}>
        <CancelForm series={series} here={here} onDone={close} />
      </Dialog>
    </div>
  );
}

/** What the wall clock of a zone shows, as `time` fields have it. */
function clockIn(zone: string, time: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(new Date(time));
}

interface FormProps {
  series: Series;
  here: SeriesClass;
  onDone: () => void;
}

function ChangeForm({ series, here, meeting, onDone }: FormProps & { meeting: Meeting }) {
  const change = useChangeSeries(series.seriesId);
  const announce = useToast();
  const shown = clockIn(series.zone, here.startTime);
  const form = useSubmission(["title", "startTime", "capacity"], async (values) => {
    const title = text(values, "title").trim();
    const start = text(values, "startTime");
    const seats = text(values, "capacity").trim();
    const wrong: Record<string, string> = {};
    if (title === "") wrong.title = "Give them a title.";
    if (start === "") wrong.startTime = "Choose a time of day.";
    if (seats !== "" && !/^[1-9][0-9]{0,4}$/.test(seats)) wrong.capacity = "Enter a whole number from 1 to 10,000.";
    if (Object.keys(wrong).length > 0) throw refusal(wrong);
    await change.mutateAsync({
      from: here.recurrenceTime,
      title,
      capacity: seats === "" ? null : Number(seats),
      ...(start !== shown && { startTime: start }),
    });
    announce("This and the following classes are changed.");
    onDone();
  });
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      <FormProblem error={form.problem} />
      <TextField label="Title" name="title" maxLength={100} required defaultValue={meeting.title} error={form.wrong("title")} />
      <TextField
        label="Time of day"
        name="startTime"
        type="time"
        required
        defaultValue={shown}
        error={form.wrong("startTime")}
        hint={`By the clock of ${series.zone.replaceAll("_", " ")}. Classes that you moved by themselves keep theirs.`}
      />
      <TextField
        label="Seats"
        name="capacity"
        type="number"
        inputMode="numeric"
        min={1}
        max={10_000}
        defaultValue={meeting.capacity ?? ""}
        error={form.wrong("capacity")}
        hint="Leave it empty for as many as come. Fewer seats throw nobody out."
      />
      <div className={styles.actions}>
        <Button type="submit" busy={form.busy}>
          Save
        </Button>
        <Button look="quiet" onClick={onDone}>
          Leave them
        </Button>
      </div>
    </form>
  );
}

function CancelForm({ series, here, onDone }: FormProps) {
  const cancel = useCancelSeries(series.seriesId);
  const announce = useToast();
  const following = series.classes.filter(
    (each) => each.status === "scheduled" && each.recurrenceTime >= here.recurrenceTime,
  ).length;
  return (
    <div className={styles.form}>
      <p>
        {counted(following, "class", "classes")} of “{series.title}” will not take place. Whoever has a seat hears of it.
        This can’t be undone.
      </p>
      <FormProblem error={cancel.error} />
      <div className={styles.actions}>
        <Button
          look="danger"
          busy={cancel.isPending}
          onClick={() => {
            // As a promise: this form is gone as soon as its class is known to be cancelled.
            void cancel.mutateAsync(here.recurrenceTime).then(
              ({ message }) => {
                announce(message);
                onDone();
              },
              // It is told above.
              () => undefined,
            );
          }}
        >
          Cancel them
        </Button>
        <Button look="quiet" onClick={onDone}>
          Keep them
        </Button>
      </div>
    </div>
  );
}
