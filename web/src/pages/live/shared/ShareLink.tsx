import { useId } from "react";
import { Button } from "../../../ui/Button";
import { useToast } from "../../../ui/toast";
import styles from "./ShareLink.module.css";

/** The address of a session, to pass on: as the system shares things, copied, or taken by hand. */
export function ShareLink({ meetingId, title }: { meetingId: string; title: string }) {
  const announce = useToast();
  const id = useId();
  const url = `${window.location.origin}/live/${encodeURIComponent(meetingId)}`;
  // Pages that are not secure have neither.
  const { share, clipboard } = navigator as Partial<Pick<Navigator, "share" | "clipboard">>;
  return (
    <div className={styles.share}>
      <label htmlFor={id}>Pass this link on</label>
      <div className={styles.row}>
        <input
          id={id}
          className={styles.link}
          readOnly
          value={url}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
        {clipboard !== undefined && (
          <Button
            size="s"
            look="quiet"
            icon="link"
            onClick={() => {
              clipboard.writeText(url).then(
                () => {
                  announce("The link is copied.");
                },
                () => {
                  announce("Your browser doesn’t let us copy. Mark the link and copy it.", "wrong");
                },
              );
            }}
          >
            Copy
          </Button>
        )}
        {share !== undefined && (
          <Button
            size="s"
            look="quiet"
            icon="send"
            onClick={() => {
              // Rejected when the person thinks better of it.
              share.call(navigator, { title, url }).catch(() => undefined);
            }}
          >
            Share
          </Button>
        )}
      </div>
      <p className={styles.hint}>Whoever has it and is signed in can come. Nobody else finds this session.</p>
    </div>
  );
}
