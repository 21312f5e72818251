import { Link } from "react-router";
import { asProblem } from "../../api/problem";
import { usePage } from "../../app/page";
import { ago, upcoming } from "../../format/format";
import { Button, ButtonLink } from "../../ui/Button";
import { Icon, type IconName } from "../../ui/icons";
import { More } from "../../ui/More";
import { Skeleton } from "../../ui/Skeleton";
import { EmptyState, ErrorState, LoadingNote } from "../../ui/States";
import { useToast } from "../../ui/toast";
import type { Answer } from "../../api/operations";
import styles from "./InboxPage.module.css";
import { useNotices, useReading } from "./queries";

type NoticeInfo = Answer<"/user/notices", "get">["items"][number];

const ICONS: Partial<Record<NoticeInfo["kind"], IconName>> = {
  reminder: "clock",
  "new-video": "play",
  "recording-ready": "play",
  comment: "chat",
  "report-decided": "flag",
  warning: "warning",
  "new-class": "live",
  "class-moved": "live",
  "class-cancelled": "live",
  "seat-given": "live",
  "seat-lost": "live",
  "new-program": "browse",
};

/** What others did that concerns one, and what lies ahead: the newest first. */
export function InboxPage() {
  const heading = usePage("Inbox");
  const announce = useToast();
  const notices = useNotices();
  const reading = useReading();
  const items = notices.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = notices.data?.pages[0]?.unread ?? 0;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 ref={heading} tabIndex={-1}>
          Inbox
        </h1>
        <div className={styles.actions}>
          <ButtonLink to="/settings/notifications" look="bare" size="s" icon="settings">
            E-mail
          </ButtonLink>
          {unread > 0 && (
            <Button
              look="quiet"
              size="s"
              icon="check"
              busy={reading.isPending}
              onClick={() => {
                reading.mutate(
                  { all: true },
                  {
                    onError: (error) => {
                      announce(asProblem(error).detail, "wrong");
                    },
                  },
                );
              }}
            >
              Mark all as read
            </Button>
          )}
        </div>
      </div>
      <LoadingNote loading={notices.isPending} text="Loading your notices" />
      {notices.isError && items.length === 0 ? (
        <ErrorState error={notices.error} retry={() => void notices.refetch()} />
      ) : notices.isPending ? (
        <Skeleton shape="block" />
      ) : items.length === 0 ? (
        <EmptyState
          icon="bell"
          title="Nothing new"
          actions={
            <ButtonLink to="/instructors" look="quiet">
              Find instructors
            </ButtonLink>
          }
        >
          Answers to your requests, changes of sessions and classes, reminders and news of whom you subscribe to come
          here.
        </EmptyState>
      ) : (
        <>
          <ul className={styles.list}>
            {items.map((notice) => (
              <Item
                key={notice.noticeId}
                notice={notice}
                read={() => {
                  reading.mutate({ noticeIds: [notice.noticeId] });
                }}
              />
            ))}
          </ul>
          <More pages={notices} />
        </>
      )}
    </div>
  );
}

function Item({ notice, read }: { notice: NoticeInfo; read: () => void }) {
  return (
    <li className={notice.read ? undefined : styles.unread}>
      <Link
        to={notice.link}
        onClick={() => {
          if (!notice.read) read();
        }}
      >
        <span className={styles.mark}>
          <Icon name={ICONS[notice.kind] ?? "calendar"} size={20} />
        </span>
        <span className={styles.text}>
          <strong>
            {!notice.read && <span className="visually-hidden">Unread: </span>}
            {notice.title}
          </strong>
          {notice.startsAt !== null && (
            <span className={styles.when}>
              {upcoming(notice.startsAt)}
              {notice.startsBefore !== null && (
                <>
                  {" "}
                  <s>
                    <span className="visually-hidden">before: </span>
                    {upcoming(notice.startsBefore)}
                  </s>
                </>
              )}
            </span>
          )}
          {notice.detail !== "" && <span className={styles.detail}>{notice.detail}</span>}
        </span>
        <time dateTime={notice.at}>{ago(notice.at)}</time>
      </Link>
    </li>
  );
}
