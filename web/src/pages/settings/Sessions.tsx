import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { SessionView } from "../../api/model";
import { asProblem } from "../../api/problem";
import { useSessions } from "../../api/queries";
import { deviceName } from "../../format/device";
import { ago, dateTime } from "../../format/format";
import { useApi, useSession } from "../../session/context";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/icons";
import { Skeleton } from "../../ui/Skeleton";
import { ErrorState, LoadingNote } from "../../ui/States";
import { useToast } from "../../ui/toast";
import styles from "./Devices.module.css";

/** The devices on which one is signed in, and how to end that. */
export function Sessions() {
  const api = useApi();
  const { forget } = useSession();
  const queries = useQueryClient();
  const announce = useToast();
  const sessions = useSessions();

  const end = useMutation({
    mutationFn: (session: SessionView) => api.delete("/auth", { query: { sessionId: session.sessionId } }),
    onSuccess: (_, session) => {
      announce(`${deviceName(session.client)} is signed out.`);
      return queries.invalidateQueries({ queryKey: ["sessions"] });
    },
    onError: (error) => {
      announce(asProblem(error).detail, "wrong");
    },
  });
  const endAll = useMutation({
    mutationFn: () => api.delete("/auth", { query: { all: true } }),
    onSuccess: () => {
      announce("You are signed out everywhere.");
      forget();
    },
    onError: (error) => {
      announce(asProblem(error).detail, "wrong");
    },
  });

  if (sessions.isError) return <ErrorState error={sessions.error} retry={() => void sessions.refetch()} />;
  return (
    <>
      <LoadingNote loading={sessions.isPending} text="Loading your sessions" />
      {sessions.isPending ? (
        <Skeleton shape="block" />
      ) : (
        <ul className={styles.devices}>
          {sessions.data.sessions.map((session) => (
            <li key={session.sessionId}>
              <Icon name="device" size={26} />
              <div>
                <strong>
                  {deviceName(session.client)}
                  {session.current && <span className={styles.current}>This device</span>}
                </strong>
                <span title={dateTime(session.usedAt)}>
                  Used {ago(session.usedAt)} · signed in {dateTime(session.createdAt)}
                </span>
              </div>
              {!session.current && (
                <Button
                  look="quiet"
                  size="s"
                  busy={end.isPending && end.variables.sessionId === session.sessionId}
                  aria-label={`Sign out ${deviceName(session.client)}, signed in ${dateTime(session.createdAt)}`}
                  onClick={() => {
                    end.mutate(session);
                  }}
                >
                  Sign out
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button
          look="danger"
          size="s"
          busy={endAll.isPending}
          onClick={() => {
            endAll.mutate();
          }}
        >
          Sign out everywhere
        </Button>
      </div>
    </>
  );
}
