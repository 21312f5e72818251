import { type DragEvent, useRef, useState } from "react";
import type { StudioItem } from "../../../api/model";
import { clockTime } from "../../../format/format";
import { Button, IconButton } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { More } from "../../../ui/More";
import { Poster } from "../../../ui/Poster";
import { ErrorState } from "../../../ui/States";
import { useStudioItems } from "../../studio/queries";
import { add, EMPTY_WEEK, MAX_WEEKS, MAX_WORKOUTS, move, type Place, type Plan, remove, repeat, shift } from "./plan";
import styles from "./WeeksEditor.module.css";

interface Day {
  readonly week: number;
  readonly day: number;
}

interface WeeksEditorProps {
  plan: Plan;
  /** By media id, of workouts that were in the plan already: one's items are read a page at a time. */
  titles: ReadonlyMap<string, string>;
  onChange: (plan: Plan) => void;
}

/** The weeks of a program: workouts are picked from one's own, dragged from day to day or moved by buttons. */
export function WeeksEditor({ plan, titles, onChange }: WeeksEditorProps) {
  const studio = useStudioItems();
  const [picking, setPicking] = useState<Day | null>(null);
  const [dragged, setDragged] = useState<Place | null>(null);
  const [said, setSaid] = useState("");
  const root = useRef<HTMLElement>(null);
  const items = studio.data?.pages.flatMap((page) => page.items) ?? [];
  const videos = items.filter((item) => item.kind === "video" && item.status === "available");
  const known = new Map(items.map((item) => [item.mediaId, item]));

  /** One step, and the focus goes along with the workout. */
  const step = (place: Place, by: -1 | 1) => {
    const moved = shift(plan, place, by);
    onChange(moved.plan);
    const { week, day, slot } = moved.place;
    setSaid(`Week ${week + 1}, day ${day + 1}, workout ${slot + 1}`);
    requestAnimationFrame(() => {
      const name = by === 1 ? "later" : "earlier";
      root.current?.querySelector<HTMLElement>(`[data-place="${week}-${day}-${slot}"] [data-step="${name}"] button`)?.focus();
    });
  };

  return (
    <section ref={root} className={styles.weeks} aria-labelledby="weeks">
      <div className={styles.head}>
        <h2 id="weeks">Weeks</h2>
        <p className={styles.soft}>A day without a workout is for rest. Drag workouts between days, or use their arrows.</p>
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {plan.map((week, number) => (
        <fieldset key={number} className={styles.week}>
          <legend>Week {number + 1}</legend>
          <div className={styles.tools}>
            <input
              className={styles.title}
              aria-label={`Name of week ${number + 1}`}
              placeholder="Name it, if you like"
              maxLength={120}
              value={week.title}
              onChange={({ currentTarget: { value } }) => {
                onChange(plan.map((each, place) => (place === number ? { ...each, title: value } : each)));
              }}
            />
            {plan.length < MAX_WEEKS && (
              <Button
                look="bare"
                size="s"
                aria-label={`Repeat week ${number + 1}`}
                onClick={() => {
                  onChange(repeat(plan, number));
                }}
              >
                Repeat
              </Button>
            )}
            {plan.length > 1 && (
              <Button
                look="bare"
                size="s"
                icon="trash"
                aria-label={`Remove week ${number + 1}`}
                onClick={() => {
                  onChange(plan.filter((_, place) => place !== number));
                }}
              >
                Remove
              </Button>
            )}
          </div>
          <ol className={styles.days}>
            {week.days.map((ids, day) => (
              <DayEditor
                key={day}
                at={{ week: number, day }}
                ids={ids}
                known={known}
                titles={titles}
                dragged={dragged}
                onDrag={setDragged}
                onDrop={(slot) => {
                  if (dragged !== null) onChange(move(plan, dragged, { week: number, day, ...(slot === null ? {} : { slot }) }));
                  setDragged(null);
                }}
                onStep={step}
                onRemove={(place) => {
                  onChange(remove(plan, place));
                }}
                onPick={() => {
                  setPicking({ week: number, day });
                }}
              />
            ))}
          </ol>
        </fieldset>
      ))}
      {plan.length < MAX_WEEKS && (
        <Button
          look="quiet"
          icon="plus"
          onClick={() => {
            onChange([...plan, EMPTY_WEEK]);
          }}
        >
          Add week
        </Button>
      )}
      <Dialog
        open={picking !== null}
        title={picking === null ? "" : `Week ${picking.week + 1}, day ${picking.day + 1}`}
        onClose={() => {
          setPicking(null);
        }}
      >
        {studio.isError && studio.data === undefined ? (
          <ErrorState error={studio.error} retry={() => void studio.refetch()} />
        ) : videos.length === 0 && studio.isSuccess && !studio.hasNextPage ? (
          <p>You have no published video yet. Upload one in the studio first.</p>
        ) : (
          <ul className={styles.videos} aria-label="Your workouts">
            {videos.map((item) => (
              <li key={item.mediaId}>
                <button
                  type="button"
                  onClick={() => {
                    if (picking !== null) onChange(add(plan, picking.week, picking.day, item.mediaId));
                    setPicking(null);
                  }}
                >
                  <Poster mediaId={item.mediaId} url={item.poster} />
                  <span>
                    <strong>{item.title}</strong>
                    <span className={styles.soft}>{clockTime(item.runtimeMs)}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <More pages={studio} />
      </Dialog>
    </section>
  );
}

interface DayProps {
  at: Day;
  ids: readonly string[];
  known: ReadonlyMap<string, StudioItem>;
  titles: ReadonlyMap<string, string>;
  dragged: Place | null;
  onDrag: (place: Place | null) => void;
  /** In front of the workout at a slot; null is at the end. */
  onDrop: (slot: number | null) => void;
  onStep: (place: Place, by: -1 | 1) => void;
  onRemove: (place: Place) => void;
  onPick: () => void;
}

function DayEditor({ at, ids, known, titles, dragged, onDrag, onDrop, onStep, onRemove, onPick }: DayProps) {
  const [over, setOver] = useState(false);
  const takes = dragged !== null && (ids.length < MAX_WORKOUTS || (dragged.week === at.week && dragged.day === at.day));
  const dropped = (event: DragEvent, slot: number | null) => {
    if (!takes) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    onDrop(slot);
  };
  return (
    // Dragging is one more way: the same is done by the buttons of each workout, with a keyboard as well.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      data-over={(over && takes) || undefined}
      onDragOver={(event) => {
        if (takes) event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        dropped(event, null);
      }}
    >
      <h3>
        Day {at.day + 1}
        {ids.length === 0 && <span className={styles.soft}> Rest</span>}
      </h3>
      {ids.map((mediaId, slot) => {
        const item = known.get(mediaId);
        const title = item?.title ?? titles.get(mediaId) ?? "A workout";
        const place = { ...at, slot };
        return (
          // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- as above
          <div
            key={`${mediaId} ${slot}`}
            className={styles.workout}
            data-place={`${at.week}-${at.day}-${slot}`}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "move";
              event.dataTransfer.setData("text/plain", title);
              onDrag(place);
            }}
            onDragEnd={() => {
              onDrag(null);
            }}
            onDrop={(event) => {
              dropped(event, slot);
            }}
          >
            <span>
              {title}
              {item !== undefined && item.status !== "available" && <em className={styles.soft}> no longer available</em>}
            </span>
            <span className={styles.moves}>
              <span data-step="earlier">
                <IconButton
                  icon="left"
                  label={`Move ${title} earlier`}
                  onClick={() => {
                    onStep(place, -1);
                  }}
                />
              </span>
              <span data-step="later">
                <IconButton
                  icon="right"
                  label={`Move ${title} later`}
                  onClick={() => {
                    onStep(place, 1);
                  }}
                />
              </span>
              <IconButton
                icon="close"
                label={`Take ${title} out`}
                onClick={() => {
                  onRemove(place);
                }}
              />
            </span>
          </div>
        );
      })}
      {ids.length < MAX_WORKOUTS && (
        <Button look="bare" size="s" icon="plus" aria-label={`Add a workout to week ${at.week + 1}, day ${at.day + 1}`} onClick={onPick}>
          Add
        </Button>
      )}
    </li>
  );
}
