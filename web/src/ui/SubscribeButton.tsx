import { useLocation } from "react-router";
import { useSubscription } from "../api/queries";
import { asProblem } from "../api/problem";
import { useSession } from "../session/context";
import { Button, ButtonLink } from "./Button";
import { useToast } from "./toast";

/** Subscribes to an instructor or a topic. A visitor is led to sign in and back. */
export function SubscribeButton({ source, name, size = "m" }: { source: string; name: string; size?: "s" | "m" }) {
  const { session } = useSession();
  const { pathname, search } = useLocation();
  const { known, subscribed, change } = useSubscription(source);
  const announce = useToast();

  if (session === null) {
    const next = new URLSearchParams({ next: pathname + search }).toString();
    return (
      <ButtonLink to={`/sign-in?${next}`} size={size} icon="plus" aria-label={`Subscribe to ${name}`}>
        Subscribe
      </ButtonLink>
    );
  }
  if (session.userId === source) return null;
  return (
    <Button
      look={subscribed ? "quiet" : "primary"}
      size={size}
      icon={subscribed ? "check" : "plus"}
      aria-label={subscribed ? `Subscribed to ${name}; press to unsubscribe` : `Subscribe to ${name}`}
      busy={!known || change.isPending}
      onClick={() => {
        const wanted = !subscribed;
        change.mutate(wanted, {
          onSuccess: () => {
            announce(wanted ? `${name} is now in your feed.` : `${name} is no longer in your feed.`);
          },
          onError: (error) => {
            announce(asProblem(error).detail, "wrong");
          },
        });
      }}
    >
      {subscribed ? "Subscribed" : "Subscribe"}
    </Button>
  );
}
