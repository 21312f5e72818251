import type { EncryptionState } from "../../../live/encryption/exchange";
import { Button, ButtonLink } from "../../../ui/Button";
import { Icon } from "../../../ui/icons";
import styles from "./EncryptionNote.module.css";

interface EncryptionNoteProps {
  encryption: EncryptionState;
  other: string;
  onRetry: () => void;
}

/** How well this talk is kept between the two, what both can compare, and what that can't show. */
export function EncryptionNote({ encryption, other, onRetry }: EncryptionNoteProps) {
  const { status, code, reason, remedy } = encryption;
  const wrong = status === "untrusted" || status === "failed";
  return (
    <section className={styles.note} data-status={status} aria-labelledby="encryption">
      <div role={wrong ? "alert" : "status"}>
        <h2 id="encryption">
          <Icon name={wrong ? "warning" : "lock"} /> {titleOf(status)}
        </h2>
        {reason !== null && <p>{reason}</p>}
        {status === "alone" && <p>Keys are agreed on as soon as {other} is here.</p>}
        {wrong && <p>No picture and no sound is sent until this is put right.</p>}
      </div>
      {remedy === "remove-a-key" && (
        <ButtonLink size="s" icon="device" to="/settings/keys" target="_blank">
          Look at your device keys
        </ButtonLink>
      )}
      {wrong && (
        <Button size="s" look="quiet" icon="retry" onClick={onRetry}>
          Try again
        </Button>
      )}
      {code !== null && (
        <>
          <p>Compare these with {other}:</p>
          <p className={styles.code} aria-label={`Code: ${code}`}>
            {code.split(" ").map((group, index) => (
              // Groups may be alike; their place is what tells them apart.
              <span key={index}>{group}</span>
            ))}
          </p>
          <p className={styles.limit}>Whoever serves you this page also serves the program that makes this code.</p>
          <details className={styles.limit}>
            <summary>What does it tell?</summary>
            <p>
              When both of you see the same code, nobody between you can see or hear you, NEUFIT’s servers among them.
              Compare it aloud, or better by another way than NEUFIT. It changes whenever one of you comes anew.
            </p>
          </details>
        </>
      )}
    </section>
  );
}

function titleOf(status: EncryptionState["status"]): string {
  switch (status) {
    case "alone":
      return "End-to-end encryption is ready";
    case "agreeing":
      return "Agreeing on keys";
    case "secure":
      return "End-to-end encrypted";
    case "untrusted":
      return "Not sure who this is";
    case "failed":
      return "Encryption did not work";
  }
}
