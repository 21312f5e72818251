import { useRef, useState } from "react";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/icons";
import styles from "./DropZone.module.css";

/** What the file picker offers first. What is really in a file is looked at after the upload. */
export const ACCEPT = "video/*,.mkv,.mov,.mp4,.m4v,.webm,.avi,.mts,.m2ts";

/** The place to drop films on, and the button for those who rather pick them. */
export function DropZone({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const list = Array.from(files ?? []);
    if (list.length > 0) onFiles(list);
  };
  return (
    // Dropping is one more way to what the button does: it needs no role and no key of its own.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={styles.drop}
      data-over={over}
      aria-label="Upload"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <span className={styles.mark}>
        <Icon name="upload" size={30} />
      </span>
      <div className={styles.words}>
        <h2>Upload a video</h2>
        <p>
          Drop files here or choose them: up to 10 GB, in any common format. If the connection breaks or you close the
          page, you can go on where it stopped.
        </p>
      </div>
      <Button
        size="l"
        onClick={() => {
          input.current?.click();
        }}
      >
        Choose files
      </Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        multiple
        hidden
        data-testid="studio-files"
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file may be chosen again.
          event.currentTarget.value = "";
        }}
      />
    </section>
  );
}
