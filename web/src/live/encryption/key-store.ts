import { type AccountKey, makeAccountKey } from "./account-key";

const DATABASE = "neufit.account-keys";
const STORE = "keys";

/** Where this browser keeps the keys of the accounts that were used in it. */
export interface AccountKeyStore {
  /** The account's key on this device, made now if there is none. */
  key(userId: string): Promise<AccountKey>;
  /** The id of the account's key on this device; null, and none is made, if there is none. */
  known(userId: string): Promise<string | null>;
  /** Let go of the account's key on this device; the next time another one is made. */
  forget(userId: string): Promise<void>;
}

/**
 * Keys in IndexedDB: the browser keeps the private parts as objects, so no script can read them out. They last until
 * the person clears the browser's data; then another key is made and registered.
 */
export class BrowserKeyStore implements AccountKeyStore {
  key(userId: string): Promise<AccountKey> {
    return this.#within(async (database) => {
      const reading = database.transaction(STORE).objectStore(STORE);
      const known = await outcome(reading.get(userId) as IDBRequest<AccountKey | undefined>);
      if (known !== undefined) return known;
      const made = await makeAccountKey();
      // Another tab may have been faster meanwhile: both go on with what is in the store.
      const store = database.transaction(STORE, "readwrite").objectStore(STORE);
      const faster = await outcome(store.get(userId) as IDBRequest<AccountKey | undefined>);
      if (faster !== undefined) return faster;
      await outcome(store.put(made, userId));
      return made;
    });
  }

  known(userId: string): Promise<string | null> {
    return this.#within(async (database) => {
      const reading = database.transaction(STORE).objectStore(STORE);
      const known = await outcome(reading.get(userId) as IDBRequest<AccountKey | undefined>);
      return known?.id ?? null;
    });
  }

  forget(userId: string): Promise<void> {
    return this.#within(async (database) => {
      await outcome(database.transaction(STORE, "readwrite").objectStore(STORE).delete(userId));
    });
  }

  async #within<T>(work: (database: IDBDatabase) => Promise<T>): Promise<T> {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(STORE);
    };
    const database = await outcome(opening);
    try {
      return await work(database);
    } finally {
      database.close();
    }
  }
}

function outcome<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new DOMException("unknown", "UnknownError"));
    };
  });
}
