import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { ApiProblem } from "../../api/client";
import { firstTicket } from "../../api/stream";
import { useApi } from "../../session/context";
import { Refusal } from "../../socket/closing";
import { HlsPlayer } from "../hls";
import { hasMediaSource } from "../media-source";
import type { Playback } from "../playback";
import { StreamPlayer } from "../player";

/** Plays on an element from a moment on, seconds. */
export type OpenPlayer = (video: HTMLVideoElement, start: number) => Playback;

/** How a video is played here, with what that needs of the API: tickets for the relay, or a playlist without Media Source. */
export function usePlayer(mediaId: string): OpenPlayer {
  const api = useApi();
  const queries = useQueryClient();
  return useCallback<OpenPlayer>(
    (video, start) => {
      if (!hasMediaSource()) {
        const playlist = async () => (await api.get("/media/stream", { query: { mediaId } })).hls;
        return new HlsPlayer(video, { playlist, start });
      }
      return new StreamPlayer(video, {
        start,
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
    [api, queries, mediaId],
  );
}

/** What can't be helped by asking again ends playing, in the API's words; anything else passes. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.passing) return error;
  const gone = error.status === 404 || error.status === 410;
  return new Refusal({ code: error.code, title: error.title, detail: error.detail, again: !gone });
}
