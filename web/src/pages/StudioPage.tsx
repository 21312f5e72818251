import { useCallback, useState } from "react";
import { usePage } from "../app/page";
import { useToast } from "../ui/toast";
import { useUploads } from "../upload/useUploads";
import { StudioDraft } from "./StudioDraft";
import { StudioDrop } from "./StudioDrop";
import { StudioItems } from "./StudioItems";
import styles from "./StudioPage.module.css";
import { useStudioRefresh } from "./StudioQueries";
import { StudioUploads } from "./StudioUploads";

/** Where instructors upload, see how far publishing is, and look after what they published. */
export function StudioPage() {
  const heading = usePage("Studio");
  const announce = useToast();
  const refresh = useStudioRefresh();
  const arrived = useCallback(() => {
    refresh();
    announce("Your file is here. It is being prepared now.");
  }, [refresh, announce]);
  const { queue, views } = useUploads(arrived);
  const [drafts, setDrafts] = useState<readonly File[]>([]);
  const [draft, ...waiting] = drafts;

  return (
    <div className={styles.studio}>
      <div className={styles.head}>
        <h1 ref={heading} tabIndex={-1}>
          Studio
        </h1>
        <p>Upload a workout and follow it until it is in your subscribers’ feeds.</p>
      </div>
      {draft === undefined ? (
        <StudioDrop
          onFiles={(files) => {
            setDrafts(files);
          }}
        />
      ) : (
        <StudioDraft
          // The next file gets a form of its own.
          key={`${draft.name} ${draft.lastModified} ${drafts.length}`}
          file={draft}
          waiting={waiting}
          onUpload={(purpose) => {
            queue.add(draft, purpose);
            setDrafts(waiting);
          }}
          onDrop={() => {
            setDrafts(waiting);
          }}
        />
      )}
      <StudioUploads queue={queue} views={views} />
      <StudioItems queue={queue} views={views} />
    </div>
  );
}
