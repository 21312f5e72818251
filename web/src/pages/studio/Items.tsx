import { useState } from "react";
import { asProblem } from "../../api/problem";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Skeleton } from "../../ui/Skeleton";
import { EmptyState, ErrorState, LoadingNote } from "../../ui/States";
import type { UploadQueue } from "../../upload/queue";
import type { UploadView } from "../../upload/upload";
import { ItemRow } from "./ItemRow";
import styles from "./Items.module.css";
import { useStudioItems } from "./queries";

type Shelf = "current" | "archived";

const SHELVES = [
  { value: "current", label: "Current" },
  { value: "archived", label: "Archive" },
] as const;

/** Everything that this person ever uploaded. */
export function Items({ queue, views }: { queue: UploadQueue; views: readonly UploadView[] }) {
  const [shelf, setShelf] = useState<Shelf>("current");
  // What was archived a moment ago keeps its place with a way back, until one looks elsewhere.
  const [undoable, setUndoable] = useState<ReadonlySet<string>>(new Set());
  const found = useStudioItems();
  const items = (found.data?.pages.flatMap((page) => page.items) ?? []).filter((item) => {
    // An item whose file is on its way stands among the uploads.
    if (item.status === "uploading" && !item.uploaded && !item.recording) return false;
    if (shelf === "archived") return item.status === "archived";
    return item.status !== "archived" || undoable.has(item.mediaId);
  });

  return (
    <section className={styles.items} aria-labelledby="items">
      <div className={styles.head}>
        <h2 id="items">{shelf === "archived" ? "Archive" : "Your videos"}</h2>
        <Choice
          label="Which videos"
          options={SHELVES}
          value={shelf}
          onChange={(value) => {
            setShelf(value);
            setUndoable(new Set());
          }}
        />
      </div>
      <LoadingNote loading={found.isPending} text="Loading your videos" />
      {found.isPending && <Ghosts />}
      {found.isError && items.length === 0 && <ErrorState error={found.error} retry={() => void found.refetch()} />}
      {found.isRefetchError && items.length > 0 && (
        <p className={styles.stale} role="status">
          {`What you see may be old: ${asProblem(found.error).detail}`}
        </p>
      )}
      {found.isSuccess && items.length === 0 && !found.hasNextPage && (
        <EmptyState
          icon={shelf === "archived" ? "archive" : "studio"}
          title={shelf === "archived" ? "The archive is empty" : "No videos yet"}
        >
          {shelf === "archived"
            ? "What you archive is hidden everywhere and kept here. You can bring it back at any time."
            : "Your first upload will be here, with every step until it is published."}
        </EmptyState>
      )}
      {items.length > 0 && (
        <ul>
          {items.map((item) => (
            <li key={item.mediaId}>
              <ItemRow
                item={item}
                sending={views.some((view) => view.mediaId === item.mediaId)}
                undoable={shelf === "current" && undoable.has(item.mediaId)}
                onArchived={() => {
                  setUndoable(new Set([...undoable, item.mediaId]));
                }}
                onReplace={(file) => {
                  queue.add(file, { kind: "replace", mediaId: item.mediaId, title: item.title });
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <div className={styles.more}>
          <Button look="quiet" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}

function Ghosts() {
  return (
    <div className={styles.ghosts} aria-hidden="true">
      <Skeleton shape="block" />
      <Skeleton shape="block" />
    </div>
  );
}
