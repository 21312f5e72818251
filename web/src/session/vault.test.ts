import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Session, SessionVault } from "./vault";

const session = (authToken: string): Session => ({ userId: "zoe", role: "customer", authToken, sessionId: "S1" });
const vault = () => new SessionVault(localStorage, sessionStorage);

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe("keeping", () => {
  test("a lasting session outlives the tab, a passing one does not", () => {
    vault().keep(session("lasting"), true);
    sessionStorage.clear();
    expect(vault().read()?.authToken).toBe("lasting");
    vault().keep(session("passing"), false);
    expect(vault().read()?.authToken).toBe("passing");
    sessionStorage.clear();
    expect(vault().read()).toBeNull();
  });

  test("nothing else of an answer is stored", () => {
    vault().keep({ ...session("t"), expiresAt: "2026-01-01T00:00:00Z", zipCode: 1 } as Session, true);
    expect(JSON.parse(localStorage.getItem("neufit.session") ?? "")).toEqual(session("t"));
  });

  test.each(["not json", "null", "[]", '{"userId":"zoe"}', '{"userId":1,"role":"customer","authToken":"t","sessionId":"s"}'])(
    "what is no session counts as none: %s",
    (text) => {
      localStorage.setItem("neufit.session", text);
      expect(vault().read()).toBeNull();
    },
  );
});

describe("ending", () => {
  test("only the session whose token died is dropped, never the one that took its place", () => {
    const kept = vault();
    kept.keep(session("new"), true);
    kept.ended("old");
    expect(kept.read()?.authToken).toBe("new");
    kept.ended("new");
    expect(kept.read()).toBeNull();
    expect(localStorage.length).toBe(0);
  });
});

describe("telling", () => {
  test("listeners hear every change once, until they leave", () => {
    const kept = vault();
    const heard = vi.fn();
    const leave = kept.subscribe(heard);
    kept.keep(session("a"), true);
    kept.keep(session("a"), false);
    kept.drop();
    expect(heard).toHaveBeenCalledTimes(2);
    leave();
    kept.keep(session("b"), true);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  test("another tab's sign-out is followed, other keys are not", () => {
    const kept = vault();
    kept.keep(session("a"), true);
    const stop = kept.follow(window);
    localStorage.clear();
    window.dispatchEvent(new StorageEvent("storage", { key: "neufit.theme" }));
    expect(kept.read()?.authToken).toBe("a");
    window.dispatchEvent(new StorageEvent("storage", { key: "neufit.session" }));
    expect(kept.read()).toBeNull();
    stop();
    localStorage.setItem("neufit.session", JSON.stringify(session("b")));
    window.dispatchEvent(new StorageEvent("storage", { key: "neufit.session" }));
    expect(kept.read()).toBeNull();
  });
});
