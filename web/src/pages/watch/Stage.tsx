import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { ApiProblem } from "../../api/client";
import type { Stream } from "../../api/model";
import { firstTicket } from "../../api/stream";
import { Refusal } from "../../socket/closing";
import { HlsPlayer } from "../../player/hls";
import { hasMediaSource } from "../../player/media-source";
import { StreamPlayer } from "../../player/player";
import { WatchPositions } from "../../player/positions";
import type { StartPlayback } from "../../player/view/usePlayback";
import { useStoryboard } from "../../player/view/useStream";
import { VideoPlayer } from "../../player/view/VideoPlayer";
import { useApi } from "../../session/context";

/** The player with what it needs of the API: tickets for the relay, or a playlist where Media Source is missing. */
export function Stage({ mediaId, stream, onBegun }: { mediaId: string; stream: Stream; onBegun: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const [positions] = useState(() => new WatchPositions(localStorage));
  const [attention, setAttention] = useState(false);
  const tiles = useStoryboard(mediaId, attention, stream.complete);
  // Every answer signs a new address for the same picture.
  const [poster] = useState(stream.poster);
  const { title, instructor, width, height } = stream.metadata;
  const about = useMemo(() => ({ title, artist: instructor.displayName, poster }), [title, instructor, poster]);

  const start = useCallback<StartPlayback>(
    (video) => {
      const from = positions.read(mediaId);
      if (!hasMediaSource()) {
        const playlist = async () => (await api.get("/media/stream", { query: { mediaId } })).hls;
        return new HlsPlayer(video, { playlist, start: from });
      }
      return new StreamPlayer(video, {
        start: from,
        grant: async (family, signal) => {
          try {
            if (family === null) return await firstTicket(queries, api, mediaId);
            return await api.post("/media/stream", { query: { mediaId }, body: { family }, signal });
          } catch (error) {
            throw refusalOf(error);
          }
        },
      });
    },
    [api, queries, mediaId, positions],
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

/** What can't be helped by asking again ends playing, in the API's words; anything else passes. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.passing) return error;
  const gone = error.status === 404 || error.status === 410;
  return new Refusal({ code: error.code, title: error.title, detail: error.detail, again: !gone });
}
