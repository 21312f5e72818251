import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useOwnProfile } from "../api/queries";
import { MOST_ACCOUNT_KEYS } from "./encryption/account-key";
import { BrowserKeyStore } from "./encryption/key-store";
import { useApi, useMember } from "../session/context";

const store = new BrowserKeyStore();

/**
 * The keys that stand for one's account in encrypted sessions, the newest first, and which of them is this device's;
 * `full`: this device has none and can't get one. Looking makes no key.
 */
export function useDeviceKeys() {
  const { userId } = useMember();
  const profile = useOwnProfile();
  const own = useQuery({
    queryKey: ["device-key", userId],
    // A browser that keeps none has none.
    queryFn: () => store.known(userId).catch(() => null),
    staleTime: 0,
  });
  const keys = profile.data?.identityKeys
    .toSorted((a, b) => b.addedAt.localeCompare(a.addedAt))
    .map((key) => ({ ...key, own: key.keyId === own.data }));
  if (own.isPending || keys === undefined) return { profile, keys: undefined, full: false };
  return { profile, keys, full: keys.length >= MOST_ACCOUNT_KEYS && !keys.some((key) => key.own) };
}

export type DeviceKey = NonNullable<ReturnType<typeof useDeviceKeys>["keys"]>[number];

/** A device no longer stands for one's account. This device lets go of its half, too. */
export function useRemoveKey() {
  const api = useApi();
  const { userId } = useMember();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ keyId, own }: Pick<DeviceKey, "keyId" | "own">) => {
      await api.delete("/user/identity-keys", { query: { keyId } });
      if (own) await store.forget(userId);
    },
    onSettled: () =>
      Promise.all([["profile", "own"], ["device-key"]].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
