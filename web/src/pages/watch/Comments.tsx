import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import type { Comment } from "../../api/model";
import { asProblem } from "../../api/problem";
import { ago } from "../../format/format";
import { useApi, useSession } from "../../session/context";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { TextArea } from "../../ui/Field";
import { More } from "../../ui/More";
import { Skeleton } from "../../ui/Skeleton";
import { FormProblem } from "../../ui/States";
import { refusal, text, useSubmission } from "../../ui/submission";
import { useToast } from "../../ui/toast";
import { ReportButton } from "../moderation/Safety";
import styles from "./Comments.module.css";

const PAGE = 12;
export const MAX_TEXT = 500;

/** What people say below a video, newest first. */
export function Comments({ mediaId }: { mediaId: string }) {
  const api = useApi();
  const { session } = useSession();
  const comments = useInfiniteQuery({
    queryKey: ["comments", mediaId],
    queryFn: ({ pageParam, signal }) =>
      api.get("/media/comments", {
        signal,
        query: { mediaId, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
  const items = comments.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.comments} aria-labelledby="comments">
      <h2 id="comments">Comments</h2>
      {session === null ? (
        <p className={styles.soft}>
          <Link to={`/sign-in?${new URLSearchParams({ next: `/watch/${mediaId}` }).toString()}`}>Sign in</Link> to say something.
        </p>
      ) : (
        <Say mediaId={mediaId} />
      )}
      {comments.isPending ? (
        <Skeleton shape="block" />
      ) : comments.isError && items.length === 0 ? (
        <p className={styles.soft} role="alert">
          {asProblem(comments.error).detail}{" "}
          <Button look="bare" size="s" icon="retry" onClick={() => void comments.refetch()}>
            Try again
          </Button>
        </p>
      ) : items.length === 0 ? (
        <p className={styles.soft}>Nobody has said anything yet. How was it?</p>
      ) : (
        <>
          <ul className={styles.list} aria-label="Comments">
            {items.map((comment) => (
              <li key={comment.commentId}>
                <CommentItem mediaId={mediaId} comment={comment} />
              </li>
            ))}
          </ul>
          <More pages={comments} />
        </>
      )}
    </section>
  );
}

/** Read the comments of a video anew. */
function useRefresh(mediaId: string) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ["comments", mediaId] });
}

function Say({ mediaId }: { mediaId: string }) {
  const api = useApi();
  const refresh = useRefresh(mediaId);
  // Said once, the form begins anew.
  const [said, setSaid] = useState(0);
  const form = useSubmission(["text"], async (values) => {
    const words = text(values, "text").trim();
    if (words === "") throw refusal({ text: "Write something first." });
    await api.post("/media/comments", { body: { mediaId, text: words } });
    await refresh();
    setSaid((count) => count + 1);
  });
  return (
    <form key={said} onSubmit={form.submit} noValidate className={styles.form}>
      <FormProblem error={form.problem} />
      <TextArea label="Your comment" name="text" rows={2} maxLength={MAX_TEXT} required error={form.wrong("text")} />
      <Button type="submit" look="quiet" icon="send" busy={form.busy}>
        Comment
      </Button>
    </form>
  );
}

function CommentItem({ mediaId, comment }: { mediaId: string; comment: Comment }) {
  const api = useApi();
  const refresh = useRefresh(mediaId);
  const announce = useToast();
  const [editing, setEditing] = useState(false);
  const query = { mediaId, commentId: comment.commentId };
  const told = {
    onSuccess: refresh,
    onError: (error: Error) => {
      announce(asProblem(error).detail, "wrong");
      // Whoever was too late sees what it is by now.
      void refresh();
    },
  };
  const remove = useMutation({ mutationFn: () => api.delete("/media/comments", { query }), ...told });
  const hide = useMutation({
    mutationFn: (hidden: boolean) =>
      api.put("/media/comments", { query, body: { revision: comment.revision, hidden } }),
    ...told,
  });
  const person = { userId: comment.authorId, displayName: comment.authorName };
  return (
    <article className={styles.comment} data-hidden={comment.hidden || undefined} aria-label={`Comment by ${comment.authorName}`}>
      <Avatar person={person} size="s" />
      <div>
        <p className={styles.head}>
          <strong>{comment.authorName}</strong>
          {comment.byInstructor && <span className={styles.badge}>Instructor</span>}
          <span className={styles.soft}>
            {ago(comment.at)}
            {comment.editedAt !== null && " · edited"}
          </span>
        </p>
        {editing ? (
          <Edit
            mediaId={mediaId}
            comment={comment}
            onDone={() => {
              setEditing(false);
            }}
          />
        ) : (
          <>
            <p className={styles.words}>{comment.text}</p>
            {comment.hidden && (
              <p className={styles.soft}>
                {comment.mine ? "The instructor hid this; nobody else sees it." : "Hidden. Only you and its author see it."}
              </p>
            )}
            <div className={styles.actions}>
              {comment.mine && (
                <>
                  <Button
                    look="bare"
                    size="s"
                    icon="edit"
                    onClick={() => {
                      setEditing(true);
                    }}
                  >
                    Edit
                  </Button>
                  <Button
                    look="bare"
                    size="s"
                    icon="trash"
                    busy={remove.isPending}
                    onClick={() => {
                      remove.mutate();
                    }}
                  >
                    Delete
                  </Button>
                </>
              )}
              {comment.canHide && (
                <Button
                  look="bare"
                  size="s"
                  icon="eye"
                  busy={hide.isPending}
                  onClick={() => {
                    hide.mutate(!comment.hidden);
                  }}
                >
                  {comment.hidden ? "Show again" : "Hide"}
                </Button>
              )}
              <ReportButton
                about={{ kind: "comment", mediaId, commentId: comment.commentId }}
                person={person}
                label={`Report this comment of ${comment.authorName}`}
              />
            </div>
          </>
        )}
      </div>
    </article>
  );
}

function Edit({ mediaId, comment, onDone }: { mediaId: string; comment: Comment; onDone: () => void }) {
  const api = useApi();
  const refresh = useRefresh(mediaId);
  const form = useSubmission(["text"], async (values) => {
    const words = text(values, "text").trim();
    if (words === "") throw refusal({ text: "Write something, or delete the comment." });
    const query = { mediaId, commentId: comment.commentId };
    try {
      await api.put("/media/comments", { query, body: { revision: comment.revision, text: words } });
    } finally {
      // Whoever was too late sees what it is by now, and can save over it.
      await refresh();
    }
    onDone();
  });
  return (
    <form onSubmit={form.submit} noValidate className={styles.form}>
      <FormProblem error={form.problem} />
      <TextArea
        label="Your comment"
        name="text"
        rows={3}
        maxLength={MAX_TEXT}
        defaultValue={comment.text}
        error={form.wrong("text")}
      />
      <div className={styles.actions}>
        <Button type="submit" size="s" busy={form.busy}>
          Save
        </Button>
        <Button look="quiet" size="s" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
