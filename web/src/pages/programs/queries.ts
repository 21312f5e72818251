import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Program } from "../../api/model";
import type { Body, Query } from "../../api/operations";
import { useApi, useSession } from "../../session/context";
import { ownZone } from "../calendar/zones";

const PAGE = 24;

type Which = Pick<Query<"/media/programs", "get">, "instructor" | "topic" | "own">;
export type ProgramChange = Omit<Body<"/media/program", "put">, "revision">;
export type NewProgram = Body<"/media/program", "post">;

/** Programs, a page at a time, newest first. */
export function usePrograms(which: Which = {}) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["programs", which],
    queryFn: ({ pageParam, signal }) =>
      api.get("/media/programs", {
        signal,
        query: { ...which, zone: ownZone(), limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** The programs that one is in. */
export function useJoinedPrograms() {
  const api = useApi();
  const { session } = useSession();
  return useQuery({
    queryKey: ["programs", "joined"],
    queryFn: ({ signal }) => api.get("/media/programs", { signal, query: { joined: true, zone: ownZone() } }),
    enabled: session !== null,
  });
}

/** A program with its weeks, and how far one is. */
export function useProgram(programId: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ["program", programId],
    queryFn: ({ signal }) => api.get("/media/program", { signal, query: { programId: programId ?? "", zone: ownZone() } }),
    enabled: programId !== null,
  });
}

/** Read every program anew. */
function useRefresh() {
  const queries = useQueryClient();
  return () => Promise.all([["programs"], ["program"]].map((queryKey) => queries.invalidateQueries({ queryKey })));
}

/** Be in a program, or not any more. */
export function useMembership(programId: string) {
  const api = useApi();
  const onSettled = useRefresh();
  return {
    join: useMutation({
      mutationFn: () => api.post("/media/program/membership", { body: { programId, zone: ownZone() } }),
      onSettled,
    }),
    leave: useMutation({
      mutationFn: () => api.delete("/media/program/membership", { query: { programId } }),
      onSettled,
    }),
  };
}

/** Make a program, or change one's own. */
export function useProgramActions() {
  const api = useApi();
  const refresh = useRefresh();
  return {
    make: useMutation({
      mutationFn: ({ key, program }: { key: string; program: NewProgram }) =>
        api.post("/media/program", { body: program, idempotencyKey: key }),
      onSettled: refresh,
    }),
    change: useMutation({
      mutationFn: ({ program, change }: { program: Pick<Program, "programId" | "revision">; change: ProgramChange }) =>
        api.put("/media/program", {
          query: { programId: program.programId },
          body: { ...change, revision: program.revision },
        }),
      onSuccess: refresh,
    }),
  };
}
