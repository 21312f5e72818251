import { useSession } from "../session/context";
import { Feed } from "./home/Feed";
import { Landing } from "./home/Landing";

/** The start: the feed of whoever is signed in, and for visitors what NEUFIT is. */
export function HomePage() {
  const { session } = useSession();
  return session === null ? <Landing /> : <Feed />;
}
