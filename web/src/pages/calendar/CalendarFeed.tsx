import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { asProblem } from "../../api/problem";
import { dateTime } from "../../format/format";
import { useApi } from "../../session/context";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/icons";
import { ErrorState, FormProblem } from "../../ui/States";
import { useToast } from "../../ui/toast";
import styles from "./CalendarFeed.module.css";

/** One's calendar for other calendar applications: a secret address that can be replaced and revoked. */
export function CalendarFeed() {
  const api = useApi();
  const queries = useQueryClient();
  const announce = useToast();
  const [asked, setAsked] = useState<"replace" | "revoke" | null>(null);
  const feed = useQuery({
    queryKey: ["calendar", "feed"],
    queryFn: ({ signal }) => api.get("/schedule/feed", { signal }),
  });
  const settled = () => queries.invalidateQueries({ queryKey: ["calendar", "feed"] });
  const make = useMutation({ mutationFn: () => api.post("/schedule/feed", {}), onSettled: settled });
  const revoke = useMutation({ mutationFn: () => api.delete("/schedule/feed", {}), onSettled: settled });
  const close = () => {
    if (make.isError) make.reset();
    if (revoke.isError) revoke.reset();
    setAsked(null);
  };
  // Until it is known whether an address is in use, making one could replace it unasked.
  if (feed.data === undefined) {
    return feed.isError ? <ErrorState error={feed.error} retry={() => void feed.refetch()} /> : null;
  }
  const since = feed.data.createdAt;

  return (
    <section className={styles.feed} aria-label="In your own calendar app">
      <Icon name="link" size={22} />
      <div className={styles.body}>
        <h2>In your own calendar app</h2>
        {make.data !== undefined ? (
          <Address url={make.data.url} />
        ) : since === null ? (
          <p>See your sessions and classes in Google Calendar, Apple Calendar or Outlook. They follow every change.</p>
        ) : (
          <p>
            An address has been in use since {dateTime(since)}. It was shown once and can’t be shown again; make a new one if
            you need it in another app.
          </p>
        )}
        <div className={styles.choices}>
          {since === null ? (
            <Button
              look="quiet"
              size="s"
              busy={make.isPending}
              onClick={() => {
                make.mutate(undefined, {
                  onError: (error) => {
                    announce(asProblem(error).detail, "wrong");
                  },
                });
              }}
            >
              Make my address
            </Button>
          ) : (
            <>
              <Button
                look="quiet"
                size="s"
                onClick={() => {
                  setAsked("replace");
                }}
              >
                Make a new address
              </Button>
              <Button
                look="bare"
                size="s"
                onClick={() => {
                  setAsked("revoke");
                }}
              >
                Revoke
              </Button>
            </>
          )}
        </div>
      </div>
      <Dialog
        open={asked !== null}
        title={asked === "revoke" ? "Revoke the address?" : "Make a new address?"}
        onClose={close}
      >
        <div className={styles.confirm}>
          <p>Apps that use the address of now stop getting your calendar at once.</p>
          <FormProblem error={asked === "revoke" ? revoke.error : make.error} />
          <div className={styles.choices}>
            {asked === "revoke" ? (
              <Button
                look="danger"
                busy={revoke.isPending}
                onClick={() => {
                  revoke.mutate(undefined, {
                    onSuccess: () => {
                      make.reset();
                      close();
                      announce("The address leads nowhere any more.");
                    },
                  });
                }}
              >
                Revoke
              </Button>
            ) : (
              <Button
                busy={make.isPending}
                onClick={() => {
                  make.mutate(undefined, {
                    onSuccess: () => {
                      setAsked(null);
                    },
                  });
                }}
              >
                Make a new address
              </Button>
            )}
            <Button look="quiet" onClick={close}>
              Keep it
            </Button>
          </div>
        </div>
      </Dialog>
    </section>
  );
}

function Address({ url }: { url: string }) {
  const announce = useToast();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(url);
      announce("The address is copied.");
    } catch {
      announce("Copy the marked address with your keyboard or a long press.");
    }
  };
  return (
    <>
      <p id={id}>
        Add this address in your app under “from URL” or “subscribe”. Whoever has it can read your calendar, so keep it to
        yourself. <strong>It is shown only now.</strong>
      </p>
      <div className={styles.address}>
        <input
          ref={field}
          readOnly
          value={url}
          aria-label="Secret address of your calendar"
          aria-describedby={id}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
        <Button size="s" onClick={() => void copy()}>
          Copy
        </Button>
        <a href={url.replace(/^https?:/, "webcal:")}>Open in the app of this device</a>
      </div>
    </>
  );
}
