import { useEffect, useState } from "react";
import { timeOfDay } from "../../../format/format";
import { Button } from "../../../ui/Button";
import { EXTENSION_MINUTES, type Ending, endingAt } from "../ending";
import { BannerLine } from "./Banner";

interface EndingNoteProps {
  /** When the room closes, and how much earlier the session was to end; ms. */
  closes: number;
  grace: number;
  /** The time of the room. */
  now: () => number;
  pair: boolean;
  /** How to let it go on; null for those who can't. */
  onExtend: (() => void) | null;
  extending: boolean;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** Says before the end that it comes, and lets the trainer put it off. */
export function EndingNote({ closes, grace, now, pair, onExtend, extending }: EndingNoteProps) {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => {
      setTime(now());
    }, SECOND_MS);
    return () => {
      clearInterval(timer);
    };
  }, [now]);
  const ending = endingAt(time, closes, grace);
  return (
    <div role="status">
      {ending !== null && (
        <BannerLine icon="clock" tone="calm">
          <p>
            {words(ending, pair)}
            {/* It counts down in sight; said aloud once is enough. */}
            <span aria-hidden="true"> · {left(ending.at - time)}</span>
          </p>
          {onExtend !== null && (
            <Button size="s" icon="plus" busy={extending} onClick={onExtend}>
              {EXTENSION_MINUTES} more minutes
            </Button>
          )}
        </BannerLine>
      )}
    </div>
  );
}

function words({ state, at }: Ending, pair: boolean): string {
  const what = pair ? "session" : "class";
  return state === "soon"
    ? `This ${what} ends at ${timeOfDay(at)}`
    : `This ${what} runs over. The room closes at ${timeOfDay(at)}`;
}

function left(ms: number): string {
  const minutes = Math.ceil(ms / MINUTE_MS);
  return minutes > 1 ? `in ${minutes} min` : "in less than a minute";
}
