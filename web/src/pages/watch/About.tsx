import type { RefObject } from "react";
import { Link } from "react-router";
import { usePublicProfile, useTopics } from "../../api/queries";
import type { Stream } from "../../api/model";
import { ago, clockTime, counted, spokenTime } from "../../format/format";
import { Avatar } from "../../ui/Avatar";
import { Icon } from "../../ui/icons";
import { SubscribeButton } from "../../ui/SubscribeButton";
import { WatchTogether } from "../live/shared/WatchTogether";
import { ReportButton } from "../moderation/Safety";
import styles from "./WatchPage.module.css";

/** What the video is and whose. */
export function About({
  mediaId,
  stream,
  heading,
}: {
  mediaId: string;
  stream: Stream;
  heading: RefObject<HTMLHeadingElement | null>;
}) {
  const { title, description, topics, instructor, publishedAt, views } = stream.metadata;
  const { data: known } = useTopics();
  const { data: profile } = usePublicProfile(instructor.userId);
  const nameOf = (slug: string) => known?.items.find((topic) => topic.slug === slug)?.name ?? slug;
  return (
    <section className={styles.about} aria-label="About this video">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p className={styles.facts}>
        <span>{counted(views, "view")}</span>
        {publishedAt !== null && <span>{ago(publishedAt)}</span>}
        <span>
          <span aria-hidden="true">{clockTime(stream.runtime)}</span>
          <span className="visually-hidden">{spokenTime(stream.runtime)}</span>
        </span>
      </p>
      <div className={styles.instructor}>
        <Link to={`/instructors/${encodeURIComponent(instructor.userId)}`} className={styles.person}>
          <Avatar person={profile ?? instructor} />
          <span>
            <strong>{instructor.displayName}</strong>
            <span className={styles.soft}>Instructor</span>
          </span>
        </Link>
        <SubscribeButton source={instructor.userId} name={instructor.displayName} />
      </div>
      {description !== "" && <p className={styles.description}>{description}</p>}
      <div className={styles.foot}>
        {topics.length > 0 && (
          <ul className={styles.topics} aria-label="Topics">
            {topics.map((slug) => (
              <li key={slug}>
                <Link to={`/browse?${new URLSearchParams({ topic: slug }).toString()}`}>{nameOf(slug)}</Link>
              </li>
            ))}
          </ul>
        )}
        {stream.download !== null && (
          <a className={styles.download} href={stream.download} download>
            <Icon name="download" />
            Download
          </a>
        )}
        <WatchTogether mediaId={mediaId} title={title} />
        <ReportButton about={{ kind: "media", mediaId }} person={instructor} label="Report this video" />
      </div>
    </section>
  );
}
