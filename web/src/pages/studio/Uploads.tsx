import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Upload } from "../../api/model";
import { asProblem } from "../../api/problem";
import { bytes, dateTime } from "../../format/format";
import { useApi } from "../../session/context";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { useToast } from "../../ui/toast";
import type { UploadQueue } from "../../upload/queue";
import type { UploadView } from "../../upload/upload";
import { Meter } from "./Meter";
import { useStudioRefresh, useUnfinishedUploads } from "./queries";
import styles from "./Uploads.module.css";

interface UploadsProps {
  queue: UploadQueue;
  views: readonly UploadView[];
}

/** What is on its way from this page, and what was begun elsewhere or before and can go on. */
export function Uploads({ queue, views }: UploadsProps) {
  const { data } = useUnfinishedUploads();
  const here = new Set(views.map((view) => view.mediaId));
  const elsewhere = (data?.items ?? []).filter((upload) => !here.has(upload.mediaId));
  if (views.length === 0 && elsewhere.length === 0) return null;
  return (
    <section className={styles.uploads} aria-labelledby="uploads">
      <h2 id="uploads">Uploads</h2>
      <ul>
        {views.map((view) => (
          <li key={view.id}>
            <RunningUpload queue={queue} view={view} />
          </li>
        ))}
        {elsewhere.map((upload) => (
          <li key={upload.mediaId}>
            <UnfinishedUpload queue={queue} upload={upload} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunningUpload({ queue, view }: { queue: UploadQueue; view: UploadView }) {
  const refresh = useStudioRefresh();
  const announce = useToast();
  const [asking, setAsking] = useState(false);
  const { phase } = view;
  const stopped = phase === "paused" || phase === "failed";
  const share = phase === "checking" ? view.checked / view.size : view.sent / view.size;
  return (
    <article className={styles.upload} data-phase={phase} aria-label={view.title}>
      <div className={styles.line}>
        <h3>{view.title}</h3>
        <div className={styles.actions}>
          {stopped ? (
            <Button
              size="s"
              look="quiet"
              onClick={() => {
                queue.resume(view.id);
              }}
            >
              {phase === "failed" ? "Try again" : "Go on"}
            </Button>
          ) : (
            <Button
              size="s"
              look="quiet"
              onClick={() => {
                queue.pause(view.id);
              }}
            >
              Pause
            </Button>
          )}
          <Button
            size="s"
            look="bare"
            onClick={() => {
              setAsking(true);
            }}
          >
            Cancel
          </Button>
        </div>
      </div>
      <Meter label={`Upload of ${view.title}`} share={share} />
      <p className={phase === "failed" ? styles.wrong : styles.facts} {...(phase === "failed" && { role: "alert" })}>
        {wordsOf(view)}
      </p>
      <CancelDialog
        title={view.title}
        open={asking}
        onClose={() => {
          setAsking(false);
        }}
        onCancel={() => {
          queue
            .remove(view.id)
            .catch((error: unknown) => {
              announce(asProblem(error).detail, "wrong");
            })
            .finally(refresh);
        }}
      />
    </article>
  );
}

function UnfinishedUpload({ queue, upload }: { queue: UploadQueue; upload: Upload }) {
  const api = useApi();
  const refresh = useStudioRefresh();
  const announce = useToast();
  const input = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const cancel = useMutation({
    mutationFn: () => api.delete("/media/uploads", { query: { mediaId: upload.mediaId } }),
    onSettled: refresh,
    onError: (error) => {
      announce(asProblem(error).detail, "wrong");
    },
  });
  return (
    <article className={styles.upload} aria-label={upload.title} data-phase="unfinished">
      <div className={styles.line}>
        <h3>{upload.title}</h3>
        <div className={styles.actions}>
          <Button
            size="s"
            onClick={() => {
              input.current?.click();
            }}
          >
            Choose the file
          </Button>
          <Button
            size="s"
            look="bare"
            busy={cancel.isPending}
            onClick={() => {
              setAsking(true);
            }}
          >
            Cancel
          </Button>
        </div>
      </div>
      <Meter label={`Upload of ${upload.title}`} share={upload.uploadedBytes / upload.size} />
      <p className={styles.facts}>
        {`Not finished: ${bytes(upload.uploadedBytes)} of ${bytes(upload.size)} are here. `}
        {upload.fileName === "" ? "Choose the same file to go on." : `Choose “${upload.fileName}” again to go on.`}
        {` It is kept until ${dateTime(upload.expiresAt)}.`}
      </p>
      {wrong !== null && (
        <p className={styles.wrong} role="alert">
          {wrong}
        </p>
      )}
      <input
        ref={input}
        type="file"
        hidden
        data-testid="continue-file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file === undefined) return;
          if (file.size !== upload.size) {
            setWrong(`This file has ${bytes(file.size)}, the upload began with one of ${bytes(upload.size)}. Choose that one.`);
            return;
          }
          const { mediaId, title, checksum, replaces } = upload;
          queue.add(file, { kind: "continue", mediaId, title, checksum, replaces });
        }}
      />
      <CancelDialog
        title={upload.title}
        open={asking}
        onClose={() => {
          setAsking(false);
        }}
        onCancel={() => {
          cancel.mutate();
        }}
      />
    </article>
  );
}

function CancelDialog(props: { title: string; open: boolean; onClose: () => void; onCancel: () => void }) {
  return (
    <Dialog open={props.open} title="Cancel this upload?" onClose={props.onClose}>
      <p>What was sent of “{props.title}” so far will be dropped.</p>
      <div className={styles.answers}>
        <Button
          look="danger"
          onClick={() => {
            props.onClose();
            props.onCancel();
          }}
        >
          Cancel the upload
        </Button>
        <Button look="quiet" onClick={props.onClose}>
          Keep it
        </Button>
      </div>
    </Dialog>
  );
}

function wordsOf(view: UploadView): string {
  const sent = `${bytes(view.sent)} of ${bytes(view.size)}`;
  switch (view.phase) {
    case "queued":
      return `Waits for its turn · ${bytes(view.size)}`;
    case "checking":
      return `Reading the file · ${Math.round((view.checked / view.size) * 100)} %`;
    case "sending":
      return [sent, view.rate > 0 && `${bytes(view.rate)}/s`, view.rate > 0 && leftOf(view)].filter(Boolean).join(" · ");
    case "finishing":
      return `${sent} · finishing`;
    case "paused":
      return `Paused · ${sent}`;
    case "offline":
      return `No connection · ${sent} · goes on by itself`;
    case "failed":
      return view.reason ?? "";
    case "done":
      return "Done";
    case "cancelled":
      return "Cancelled";
  }
}

function leftOf(view: UploadView): string {
  const seconds = (view.size - view.sent) / view.rate;
  if (seconds < 60) return "less than a minute left";
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `about ${minutes} min left` : `about ${Math.round(minutes / 60)} h left`;
}
