import { useCallback, useState } from "react";
import { usePage } from "../../app/page";
import { StudioTabs } from "../programs/studio/StudioTabs";
import { useToast } from "../../ui/toast";
import { useUploads } from "../../upload/useUploads";
import { Draft } from "./Draft";
import { DropZone } from "./DropZone";
import { Items } from "./Items";
import styles from "./StudioPage.module.css";
import { useStudioRefresh } from "./queries";
import { Uploads } from "./Uploads";

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
        <StudioTabs current="workouts" />
        <p>Upload a workout and follow it until it is in your subscribers’ feeds.</p>
      </div>
      {draft === undefined ? (
        <DropZone
          onFiles={(files) => {
            setDrafts(files);
          }}
        />
      ) : (
        <Draft
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
      <Uploads queue={queue} views={views} />
      <Items queue={queue} views={views} />
    </div>
  );
}
