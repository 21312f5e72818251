import { type RefObject, useCallback, useEffect, useState } from "react";
import { useParams } from "react-router";
import { usePage } from "../../app/page";
import type { Stream } from "../../api/model";
import { asProblem } from "../../api/problem";
import { ErrorState, LoadingNote } from "../../ui/States";
import { Skeleton } from "../../ui/Skeleton";
import { useStream } from "../../player/view/useStream";
import { About } from "./About";
import { Comments } from "./Comments";
import { DoneButton } from "./DoneButton";
import styles from "./WatchPage.module.css";
import { Related } from "./Related";
import { Stage } from "./Stage";

/** One video: playing, what it is, and what to watch next. */
export function WatchPage() {
  const { mediaId = "" } = useParams();
  const stream = useStream(mediaId);
  const heading = usePage(stream.data?.metadata.title ?? (stream.isError ? "Video not available" : "Watch"));

  if (stream.data === undefined && stream.isError) {
    const gone = [403, 404, 410].includes(asProblem(stream.error).status);
    return (
      <>
        <h1 ref={heading} tabIndex={-1} className="visually-hidden">
          Video not available
        </h1>
        <ErrorState error={stream.error} {...(gone ? {} : { retry: () => void stream.refetch() })} />
      </>
    );
  }
  return (
    <div className={styles.page}>
      <LoadingNote loading={stream.isPending} text="Loading the video" />
      {stream.data === undefined ? (
        <div className={styles.ghost} aria-hidden="true">
          <Skeleton shape="poster" />
          <Skeleton shape="title" width="60%" />
          <Skeleton width="30%" />
        </div>
      ) : (
        // Keyed by the video: nothing of one shall be left over in the next.
        <Watch key={mediaId} mediaId={mediaId} stream={stream.data} heading={heading} />
      )}
    </div>
  );
}

/** What to watch next is looked up at the latest after this, ms. */
const PATIENCE_MS = 4000;

interface WatchProps {
  mediaId: string;
  stream: Stream;
  heading: RefObject<HTMLHeadingElement | null>;
}

/** The first frame comes first: what to watch next is asked for when it shows. */
function Watch({ mediaId, stream, heading }: WatchProps) {
  const [begun, setBegun] = useState(false);
  const onBegun = useCallback(() => {
    setBegun(true);
  }, []);
  const [watched, setWatched] = useState(false);
  const onWatched = useCallback(() => {
    setWatched(true);
  }, []);
  useEffect(() => {
    const timer = setTimeout(onBegun, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [onBegun]);
  return (
    <div className={styles.watch}>
      <Stage mediaId={mediaId} stream={stream} onBegun={onBegun} onWatched={onWatched} />
      <div className={styles.beside}>
        <div className={styles.main}>
          <DoneButton mediaId={mediaId} watched={watched} />
          <About mediaId={mediaId} stream={stream} heading={heading} />
          {begun && <Comments mediaId={mediaId} />}
        </div>
        {begun && <Related mediaId={mediaId} stream={stream} />}
      </div>
    </div>
  );
}
