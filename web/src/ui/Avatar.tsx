import { useState } from "react";
import { useApi } from "../session/context";
import styles from "./Avatar.module.css";
import { hueOf } from "./hue";

interface Person {
  userId: string;
  displayName: string;
  avatarMediaId?: string | null;
}

/** A person's picture, or their initials. Decoration: the name always stands beside it. */
export function Avatar({ person, size = "m" }: { person: Person; size?: "s" | "m" | "l" | "xl" }) {
  const api = useApi();
  const [broken, setBroken] = useState<string | null>(null);
  const picture = person.avatarMediaId;
  return (
    <span className={[styles.avatar, styles[size]].join(" ")} data-hue={hueOf(person.userId)} aria-hidden="true">
      {picture && picture !== broken ? (
        <img
          src={api.url("/media", { mediaId: picture, size: size === "xl" ? "medium" : "small" })}
          alt=""
          loading="lazy"
          onError={() => {
            setBroken(picture);
          }}
        />
      ) : (
        initials(person.displayName)
      )}
    </span>
  );
}

/** The first letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => Array.from(word ?? "")[0]?.toLocaleUpperCase() ?? "").join("");
}
