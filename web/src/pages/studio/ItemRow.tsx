import { useRef, useState } from "react";
import { Link } from "react-router";
import type { StudioItem } from "../../api/model";
import { asProblem } from "../../api/problem";
import { ago, clockTime, counted, spokenTime } from "../../format/format";
import { Button, ButtonLink } from "../../ui/Button";
import { Icon } from "../../ui/icons";
import { Poster } from "../../ui/Poster";
import { useToast } from "../../ui/toast";
import { ACCEPT } from "./DropZone";
import { EditDialog } from "./EditDialog";
import styles from "./ItemRow.module.css";
import { Progress } from "./Progress";
import { moving, useItemActions } from "./queries";

interface ItemRowProps {
  item: StudioItem;
  /** New content for it is being sent from this page. */
  sending: boolean;
  undoable: boolean;
  onArchived: () => void;
  onReplace: (file: File) => void;
}

/** One item: how it stands, and what can be done with it. */
export function ItemRow({ item, sending, undoable, onArchived, onReplace }: ItemRowProps) {
  const announce = useToast();
  const actions = useItemActions(item);
  const file = useRef<HTMLInputElement>(null);
  const [editing, setEditing] = useState(false);
  const archived = item.status === "archived";
  const failed = item.failure !== null && !moving(item);
  const tell = {
    onError: (error: Error) => {
      announce(asProblem(error).detail, "wrong");
    },
  };

  if (archived && undoable) {
    return (
      <div className={styles.undo} role="status">
        <Icon name="archive" />
        <p>“{item.title}” is archived: hidden everywhere, nothing is deleted.</p>
        <Button size="s" look="quiet" busy={actions.restore.isPending} onClick={() => {
          actions.restore.mutate(undefined, tell);
        }}>
          Undo
        </Button>
      </div>
    );
  }
  const watchable = item.kind === "video" && (item.status === "available" || item.playable) && !archived;
  return (
    <article className={styles.item} aria-label={item.title} data-status={item.status}>
      <div className={styles.picture}>
        <Poster mediaId={item.mediaId} url={item.poster} />
        {item.runtimeMs > 0 && (
          <span className={styles.time}>
            <span aria-hidden="true">{clockTime(item.runtimeMs)}</span>
            <span className="visually-hidden">{spokenTime(item.runtimeMs)}</span>
          </span>
        )}
      </div>
      <div className={styles.words}>
        <div className={styles.title}>
          <h3>{watchable ? <Link to={`/watch/${item.mediaId}`}>{item.title}</Link> : item.title}</h3>
          <StatusBadge item={item} />
        </div>
        <p className={styles.facts}>
          {[
            item.publishedAt !== null
              ? `published ${ago(item.publishedAt)}`
              : `${item.recording ? "begun" : "uploaded"} ${ago(item.createdAt)}`,
            item.status === "available" && counted(item.views, "view"),
            archived && item.archivedAt !== null && `archived ${ago(item.archivedAt)}`,
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {moving(item) && !item.recording && <Progress item={item} />}
        {failed && item.failure !== null && (
          <div className={styles.failure}>
            <Icon name="warning" />
            <p>
              <strong>{item.status === "failed" ? "It could not be published." : "The new file could not be published."}</strong>{" "}
              {item.failure.detail}
            </p>
          </div>
        )}
        <div className={styles.actions}>
          {watchable && (
            <ButtonLink to={`/watch/${item.mediaId}`} size="s" look="quiet" icon="play">
              {item.status === "available" ? "Watch" : "Watch the first part"}
            </ButtonLink>
          )}
          {failed && !sending && (
            <Button size="s" icon="retry" busy={actions.again.isPending} onClick={() => {
              actions.again.mutate(undefined, tell);
            }}>
              Run again
            </Button>
          )}
          {archived ? (
            <Button size="s" look="quiet" busy={actions.restore.isPending} onClick={() => {
              actions.restore.mutate(undefined, {
                ...tell,
                onSuccess: () => {
                  announce(`“${item.title}” is back.`);
                },
              });
            }}>
              Restore
            </Button>
          ) : (
            <>
              <Button size="s" look="bare" icon="edit" onClick={() => {
                setEditing(true);
              }}>
                Edit
              </Button>
              {!moving(item) && !sending && (
                <Button size="s" look="bare" icon="upload" onClick={() => file.current?.click()}>
                  Replace file
                </Button>
              )}
              <Button size="s" look="bare" icon="archive" busy={actions.archive.isPending} onClick={() => {
                actions.archive.mutate(undefined, { ...tell, onSuccess: onArchived });
              }}>
                Archive
              </Button>
            </>
          )}
        </div>
      </div>
      <input
        ref={file}
        type="file"
        accept={item.kind === "video" ? ACCEPT : "image/*"}
        hidden
        data-testid="replace-file"
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          event.currentTarget.value = "";
          if (chosen !== undefined) onReplace(chosen);
        }}
      />
      <EditDialog
        item={item}
        open={editing}
        onClose={() => {
          setEditing(false);
        }}
      />
    </article>
  );
}

function StatusBadge({ item }: { item: StudioItem }) {
  const [tone, word] = statusOf(item);
  return (
    <span className={styles.badge} data-tone={tone}>
      {word}
    </span>
  );
}

function statusOf(item: StudioItem): [tone: string, word: string] {
  if (item.status === "archived") return ["rest", "Archived"];
  if (item.status === "failed") return ["bad", "Failed"];
  if (item.replacing) return ["busy", "Published · new file on its way"];
  if (item.status === "available") return ["good", "Published"];
  if (item.recording) return ["busy", "Being recorded"];
  return item.playable ? ["busy", "First part is ready"] : ["busy", "Being prepared"];
}
