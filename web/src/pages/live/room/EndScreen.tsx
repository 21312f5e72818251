import type { ReactNode } from "react";
import type { Failure } from "../../../socket/closing";
import { usePage } from "../../../app/page";
import { Button, ButtonLink } from "../../../ui/Button";
import { Icon, type IconName } from "../../../ui/icons";
import { DoneButton } from "../../watch/DoneButton";
import styles from "./EndScreen.module.css";

const LEFT: Failure = {
  code: "left",
  title: "You left the session",
  detail: "It goes on without you. Come back while it runs.",
  again: true,
};

const ICONS: Readonly<Record<string, IconName>> = { removed: "block", superseded: "device", ended: "check", over: "clock", left: "leave" };

/** Why one is no longer in the room, and what is next. `failure` is null for somebody who left. */
export function EndScreen({
  failure,
  watched,
  attended,
  onAgain,
}: {
  failure: Failure | null;
  /** The video that was watched together. */
  watched: string | null;
  /** Asks whether it shall count in the history. */
  attended?: ReactNode;
  onAgain: () => void;
}) {
  const { code, title, detail, again } = failure ?? LEFT;
  const heading = usePage(title);
  return (
    <div className={styles.end} data-code={code}>
      <span className={styles.mark}>
        <Icon name={ICONS[code] ?? "warning"} size={28} />
      </span>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p role="status">{detail}</p>
      {watched !== null && <DoneButton mediaId={watched} watched={false} />}
      {attended}
      <div>
        {again && <Button onClick={onAgain}>{code === "superseded" ? "Take it back to here" : "Join again"}</Button>}
        <ButtonLink to="/live" look={again ? "quiet" : "primary"}>
          All classes
        </ButtonLink>
      </div>
    </div>
  );
}
