import { useCallback, useMemo, useState } from "react";
import type { Stream } from "../../api/model";
import { WatchPositions } from "../../player/positions";
import { DONE_SHARE, WatchedTime } from "../../player/watched";
import type { StartPlayback } from "../../player/view/usePlayback";
import { usePlayer } from "../../player/view/usePlayer";
import { useStoryboard } from "../../player/view/useStream";
import { VideoPlayer } from "../../player/view/VideoPlayer";

interface StageProps {
  mediaId: string;
  stream: Stream;
  onBegun: () => void;
  /** Nearly all of it was really played. */
  onWatched: () => void;
}

/** The player of a video, from where one was the last time. */
export function Stage({ mediaId, stream, onBegun, onWatched }: StageProps) {
  const [positions] = useState(() => new WatchPositions(localStorage));
  const [attention, setAttention] = useState(false);
  const tiles = useStoryboard(mediaId, attention, stream.complete);
  // Every answer signs a new address for the same picture.
  const [poster] = useState(stream.poster);
  const { title, instructor, width, height } = stream.metadata;
  const about = useMemo(() => ({ title, artist: instructor.displayName, poster }), [title, instructor, poster]);

  const open = usePlayer(mediaId);
  const [watched] = useState(() => new WatchedTime());
  const start = useCallback<StartPlayback>(
    (video) => {
      const playback = open(video, positions.read(mediaId));
      playback.subscribe(() => {
        const { state, position, duration, complete } = playback.snapshot();
        watched.note(position, state === "playing" || state === "ended");
        if (complete && watched.share(duration) >= DONE_SHARE) onWatched();
      });
      return playback;
    },
    [open, positions, mediaId, watched, onWatched],
  );

  return (
    <VideoPlayer
      mediaId={mediaId}
      about={about}
      complete={stream.complete}
      ratio={width > 0 && height > 0 ? width / height : 16 / 9}
      tiles={tiles}
      positions={positions}
      start={start}
      onBegun={onBegun}
      onAttention={() => {
        setAttention(true);
      }}
    />
  );
}
