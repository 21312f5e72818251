import { lazy, Suspense } from "react";
import { useNavigate, useParams } from "react-router";
import type { User } from "../api/model";
import { asProblem } from "../api/problem";
import { useLibrary, usePublicProfile } from "../api/queries";
import { usePage } from "../app/page";
import { useSession } from "../session/context";
import { Avatar } from "../ui/Avatar";
import { ButtonLink } from "../ui/Button";
import { CardGrid, CardGridSkeleton } from "../ui/CardGrid";
import { MediaCard } from "../ui/MediaCard";
import { More } from "../ui/More";
import { Skeleton } from "../ui/Skeleton";
import { EmptyState, ErrorState, LoadingNote } from "../ui/States";
import { SubscribeButton } from "../ui/SubscribeButton";
import { BlockButton, ReportButton } from "./moderation/Safety";
import { NotFoundPage } from "./NotFoundPage";
import { InstructorPrograms } from "./programs/InstructorPrograms";
import styles from "./InstructorPage.module.css";

/** With all that calendars need: comes when it is asked for. */
const BookSession = lazy(async () => ({ default: (await import("./calendar/slots/BookSession")).BookSession }));

export function InstructorPage() {
  const { userId = "" } = useParams();
  const profile = usePublicProfile(userId);
  if (profile.isError) {
    const { status } = asProblem(profile.error);
    return status === 404 || status === 400 ? (
      <NotFoundPage />
    ) : (
      <ErrorState error={profile.error} retry={() => void profile.refetch()} />
    );
  }
  return profile.isPending ? <Loading /> : <Loaded person={profile.data} />;
}

function Loading() {
  return (
    <div className={styles.page}>
      <LoadingNote loading text="Loading instructor" />
      <div className={styles.head}>
        <Skeleton shape="round" width="8rem" />
        <Skeleton shape="title" width="16rem" />
      </div>
      <CardGridSkeleton count={3} />
    </div>
  );
}

function Loaded({ person }: { person: User }) {
  const heading = usePage(person.displayName);
  const { session } = useSession();
  const navigate = useNavigate();
  const own = session?.userId === person.userId;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Avatar person={person} size="xl" />
        <div className={styles.words}>
          <h1 ref={heading} tabIndex={-1}>
            {person.displayName}
          </h1>
          <p className={styles.id}>@{person.userId}</p>
          {person.bio !== "" && <p>{person.bio}</p>}
          <div className={styles.actions}>
            {own ? (
              <>
                <ButtonLink to="/settings" look="quiet" icon="edit">
                  Edit profile
                </ButtonLink>
                {person.role === "instructor" && (
                  <ButtonLink to="/studio" icon="studio">
                    Open studio
                  </ButtonLink>
                )}
              </>
            ) : (
              <>
                {person.role === "instructor" && <SubscribeButton source={person.userId} name={person.displayName} />}
                <ReportButton
                  about={{ kind: "person", userId: person.userId }}
                  person={person}
                  label={`Report ${person.displayName}`}
                />
                <BlockButton
                  person={person}
                  onBlocked={() => {
                    void navigate("/instructors");
                  }}
                />
              </>
            )}
          </div>
        </div>
      </header>
      {person.role === "instructor" && (
        <Suspense>
          <BookSession person={person} own={own} />
        </Suspense>
      )}
      {person.role === "instructor" && <InstructorPrograms userId={person.userId} displayName={person.displayName} />}
      {person.role === "instructor" && <Workouts person={person} own={own} />}
    </div>
  );
}

function Workouts({ person, own }: { person: User; own: boolean }) {
  const library = useLibrary({ instructor: person.userId, order: "newest" });
  const cards = library.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="workouts" className={styles.workouts}>
      <h2 id="workouts">Workouts</h2>
      <LoadingNote loading={library.isPending} text="Loading workouts" />
      {library.isPending ? (
        <CardGridSkeleton count={3} />
      ) : library.isError && cards.length === 0 ? (
        <ErrorState error={library.error} retry={() => void library.refetch()} />
      ) : cards.length === 0 ? (
        <EmptyState
          icon="studio"
          title="No workouts yet"
          actions={
            own ? (
              <ButtonLink to="/studio" icon="upload">
                Upload your first
              </ButtonLink>
            ) : (
              <ButtonLink to="/browse" look="quiet">
                Browse other workouts
              </ButtonLink>
            )
          }
        >
          {own
            ? "What you publish is shown here and comes to your subscribers' feeds."
            : `${person.displayName} has not published anything yet. Subscribe, and the first workout comes to your feed.`}
        </EmptyState>
      ) : (
        <>
          <CardGrid label={`Workouts by ${person.displayName}`}>
            {cards.map((card, index) => (
              <MediaCard key={card.mediaId} card={card} eager={index < 3} unsigned />
            ))}
          </CardGrid>
          <More pages={library} />
        </>
      )}
    </section>
  );
}
