import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { asProblem } from "../../api/problem";
import { usePage } from "../../app/page";
import { dateTime } from "../../format/format";
import { useApi } from "../../session/context";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/Skeleton";
import { EmptyState, ErrorState, LoadingNote } from "../../ui/States";
import { useToast } from "../../ui/toast";
import { Part } from "./Part";
import styles from "./Part.module.css";
import rows from "./BlockedPart.module.css";

/** Whom one has blocked, and how to undo it. */
export function BlockedPart() {
  const heading = usePage("Blocked people");
  const api = useApi();
  const queries = useQueryClient();
  const announce = useToast();
  const blocks = useQuery({
    queryKey: ["blocks"],
    queryFn: ({ signal }) => api.get("/community/blocks", { signal }),
  });
  const unblock = useMutation({
    mutationFn: ({ userId }: { userId: string; name: string }) => api.delete("/community/blocks", { query: { userId } }),
    onSuccess: (_, { name }) => {
      announce(`${name} is not blocked any more.`);
      // Their videos and classes are found again, in every list.
      return queries.invalidateQueries();
    },
    onError: (error) => {
      announce(asProblem(error).detail, "wrong");
    },
  });
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={styles.heading}>
        Blocked people
      </h1>
      <LoadingNote loading={blocks.isPending} text="Loading whom you blocked" />
      {blocks.isError ? (
        <ErrorState error={blocks.error} retry={() => void blocks.refetch()} />
      ) : blocks.isPending ? (
        <Skeleton shape="block" />
      ) : blocks.data.items.length === 0 ? (
        <EmptyState icon="people" title="You have blocked nobody">
          An instructor&rsquo;s page has a way to block them, and so has the list of people in a live session. From then on neither of you finds the other or
          their videos and classes, and you don&rsquo;t meet in any session.
        </EmptyState>
      ) : (
        <Part title="You and they never meet">
          <ul className={rows.people}>
            {blocks.data.items.map(({ userId, displayName, blockedAt }) => {
              const name = displayName ?? userId;
              return (
                <li key={userId}>
                  <Avatar person={{ userId, displayName: name }} />
                  <div>
                    <strong>{name}</strong>
                    <span>Blocked {dateTime(blockedAt)}</span>
                  </div>
                  <Button
                    look="quiet"
                    size="s"
                    busy={unblock.isPending && unblock.variables.userId === userId}
                    aria-label={`Unblock ${name}`}
                    onClick={() => {
                      unblock.mutate({ userId, name });
                    }}
                  >
                    Unblock
                  </Button>
                </li>
              );
            })}
          </ul>
        </Part>
      )}
    </>
  );
}
