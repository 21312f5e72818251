import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CommandRefused } from "../../../../live/commands";
import type { Recording } from "../../../../live/room-view";
import type { LiveSession } from "../../../../live/session";
import { useApi } from "../../../../session/context";

/** How much is recorded at a moment of the room, ms. */
export function recordedMs(recording: Recording, now: number): number {
  return recording.elapsedMs + (recording.paused ? 0 : Math.max(0, now - recording.since));
}

/** What is said aloud when a recording begins, is held, goes on or ends. */
export function spoken(before: Recording | null, after: Recording | null): string {
  if (after === null) return before === null ? "" : "Recording has ended.";
  if (after.paused) return "Recording is paused.";
  return before?.paused === true ? "Recording goes on." : "This class is being recorded.";
}

/** Record a class: get the right to, then tell the relay. A right that came to nothing is given back. */
export function useStartRecording(session: LiveSession, meetingId: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (publish: boolean) => {
      const { mediaId, grant } = await api.post("/meet/recording", { body: { meetingId, publish } });
      try {
        await session.command({ kind: "start_recording", grant });
      } catch (error) {
        // Another window of the host may be recording already: that one is not given up.
        if (error instanceof CommandRefused && error.code !== "recording") {
          await api.delete("/media/uploads", { query: { mediaId } });
        }
        throw error;
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["studio"] }),
  });
}
