import { useEffect, useRef, useState } from "react";
import type { Action } from "../../../../live/protocol";
import type { ChatMessage, RoomView } from "../../../../live/room-view";
import { timeOfDay } from "../../../../format/format";
import { IconButton } from "../../../../ui/Button";
import { Icon } from "../../../../ui/icons";
import { text } from "../../../../ui/submission";
import styles from "./ChatPanel.module.css";

interface ChatPanelProps {
  room: RoomView;
  me: string;
  hosts: boolean;
  act: (action: Action) => void;
  onReport: (message: ChatMessage) => void;
}

const LONGEST = 500;
/** So near to the end, px, one reads along; further up one reads what was. */
const NEAR_PX = 80;

/** What was written, and a line to write. */
export function ChatPanel({ room, me, hosts, act, onReport }: ChatPanelProps) {
  const list = useRef<HTMLDivElement>(null);
  const along = useRef(true);
  const [draft, setDraft] = useState("");
  const newest = room.chat.at(-1)?.id;
  useEffect(() => {
    if (along.current && list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [newest]);
  const writes = room.chatOn || hosts;

  return (
    <div className={styles.chat}>
      {/* It scrolls, so the keyboard must get there. */}
      <div
        ref={list}
        className={styles.list}
        role="log"
        aria-label="Chat"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={(event) => {
          const box = event.currentTarget;
          along.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
        }}
      >
        {room.kind === "one_on_one" && (
          <p className={styles.empty}>Unlike picture and sound, what you write here is not encrypted from end to end.</p>
        )}
        {room.chat.length === 0 && <p className={styles.empty}>Nothing was written yet. Everybody in the room reads it.</p>}
        {room.chat.map((message) => (
          <Message
            key={message.id}
            message={message}
            own={message.participant === me}
            hosts={hosts}
            onDelete={() => {
              act({ kind: "delete_chat", seq: message.id });
            }}
            onReport={() => {
              onReport(message);
            }}
          />
        ))}
      </div>
      {writes ? (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            const words = text(new FormData(event.currentTarget), "words").trim();
            if (words === "") return;
            along.current = true;
            act({ kind: "chat", text: words });
            setDraft("");
          }}
        >
          <label className="visually-hidden" htmlFor="chat-words">
            Message to everybody
          </label>
          <input
            id="chat-words"
            name="words"
            value={draft}
            maxLength={LONGEST}
            placeholder="Write to everybody"
            autoComplete="off"
            enterKeyHint="send"
            onChange={(event) => {
              setDraft(event.currentTarget.value);
            }}
          />
          <IconButton icon="send" label="Send message" type="submit" />
        </form>
      ) : (
        <p className={styles.off}>The {room.playback === null ? "trainer" : "host"} has switched the chat off.</p>
      )}
    </div>
  );
}

interface MessageProps {
  message: ChatMessage;
  own: boolean;
  hosts: boolean;
  onDelete: () => void;
  onReport: () => void;
}

function Message({ message, own, hosts, onDelete, onReport }: MessageProps) {
  const { name, time, deleted } = message;
  return (
    <div className={styles.message} data-own={own}>
      <p className={styles.head}>
        <strong>{own ? "You" : name}</strong>
        <time dateTime={new Date(time).toISOString()}>{timeOfDay(time)}</time>
      </p>
      {deleted ? <p className={styles.gone}>Taken out</p> : <p className={styles.words}>{message.text}</p>}
      {!deleted && (
        <span className={styles.actions}>
          {(own || hosts) && (
            <button type="button" onClick={onDelete} aria-label={`Delete message of ${own ? "yours" : name}`} title="Delete">
              <Icon name="trash" size={16} />
            </button>
          )}
          {!own && (
            <button type="button" onClick={onReport} aria-label={`Report message of ${name}`} title="Report">
              <Icon name="flag" size={16} />
            </button>
          )}
        </span>
      )}
    </div>
  );
}
