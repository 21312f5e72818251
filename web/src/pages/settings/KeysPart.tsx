import { useState } from "react";
import { Link } from "react-router";
import { asProblem } from "../../api/problem";
import { usePage } from "../../app/page";
import { dateTime } from "../../format/format";
import { MOST_ACCOUNT_KEYS } from "../../live/encryption/account-key";
import { type DeviceKey, useDeviceKeys, useRemoveKey } from "../../live/useDeviceKeys";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/icons";
import { Skeleton } from "../../ui/Skeleton";
import { EmptyState, ErrorState, LoadingNote } from "../../ui/States";
import { useToast } from "../../ui/toast";
import { Part } from "./Part";
import styles from "./Part.module.css";
import rows from "./Devices.module.css";

/** The devices that stand for one in encrypted sessions, and how to take one out. */
export function KeysPart() {
  const heading = usePage("Device keys");
  const { profile, keys } = useDeviceKeys();
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={styles.heading}>
        Device keys
      </h1>
      <LoadingNote loading={keys === undefined && !profile.isError} text="Loading your device keys" />
      {profile.isError ? (
        <ErrorState error={profile.error} retry={() => void profile.refetch()} />
      ) : keys === undefined ? (
        <Skeleton shape="block" />
      ) : keys.length === 0 ? (
        <EmptyState icon="lock" title="No device of yours has a key yet">
          A device gets one when you come into a one-on-one session with it. It proves to the other person that it is you, and
          never leaves the device.
        </EmptyState>
      ) : (
        <Part
          title="Devices that stand for you in one-on-ones"
          lead={`By its key, the other person’s browser knows a device as yours. There can be ${MOST_ACCOUNT_KEYS}.`}
        >
          {keys.length >= MOST_ACCOUNT_KEYS && (
            <p className={styles.warning}>
              <Icon name="warning" size={18} />
              All {MOST_ACCOUNT_KEYS} are taken. Another device can join a one-on-one when you have removed one here.
            </p>
          )}
          <Keys keys={keys} />
        </Part>
      )}
    </>
  );
}

function Keys({ keys }: { keys: readonly DeviceKey[] }) {
  const announce = useToast();
  const remove = useRemoveKey();
  const [asked, setAsked] = useState<DeviceKey | null>(null);
  const nameOf = (key: DeviceKey) => key.name ?? "Unknown device";
  const close = () => {
    setAsked(null);
  };
  return (
    <>
      <ul className={rows.devices}>
        {keys.map((key) => (
          <li key={key.keyId}>
            <Icon name="device" size={26} />
            <div>
              <strong>
                {nameOf(key)}
                {key.own && <span className={rows.current}>This device</span>}
              </strong>
              <span>Added {dateTime(key.addedAt)}</span>
            </div>
            <Button
              look="quiet"
              size="s"
              aria-label={`Remove the key of ${nameOf(key)}, added ${dateTime(key.addedAt)}`}
              onClick={() => {
                setAsked(key);
              }}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <Dialog open={asked !== null} title="Remove this key?" onClose={close}>
        {asked !== null && (
          <div className={styles.confirm}>
            <p>
              {asked.own
                ? "This device no longer stands for you. When you join a one-on-one with it again, it gets a new key."
                : `${nameOf(asked)} no longer stands for you. While it is signed in, it gets a new key when it joins a one-on-one again.`}
            </p>
            {!asked.own && (
              <p>
                Lost it? <Link to="/settings/security">End its session</Link>, too.
              </p>
            )}
            <div className={styles.choices}>
              <Button
                look="danger"
                busy={remove.isPending}
                onClick={() => {
                  remove.mutate(asked, {
                    onSuccess: () => {
                      announce(`The key of ${nameOf(asked)} is removed.`);
                      close();
                    },
                    onError: (error) => {
                      announce(asProblem(error).detail, "wrong");
                    },
                  });
                }}
              >
                Remove
              </Button>
              <Button look="quiet" onClick={close}>
                Keep it
              </Button>
            </div>
          </div>
        )}
      </Dialog>
    </>
  );
}
