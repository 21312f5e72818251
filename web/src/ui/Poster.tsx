import { useState } from "react";
import styles from "./Poster.module.css";
import { hueOf } from "./hue";
import { Lanes } from "./Lanes";

/** The picture of a video, or lanes in a colour of its own while there is none. Decoration: the title stands beside it. */
export function Poster({ mediaId, url, eager = false }: { mediaId: string; url: string | null; eager?: boolean }) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={styles.poster} data-hue={hueOf(mediaId)}>
      {url !== null && url !== broken ? (
        <img
          src={url}
          alt=""
          loading={eager ? "eager" : "lazy"}
          decoding="async"
          onError={() => {
            setBroken(url);
          }}
        />
      ) : (
        <Lanes />
      )}
    </span>
  );
}
