import { Suspense } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useNavigation } from "react-router";
import { useOwnProfile } from "../api/queries";
import { useSession } from "../session/context";
import { Bell } from "../pages/inbox/Bell";
import { Avatar } from "../ui/Avatar";
import { ButtonLink, IconButton } from "../ui/Button";
import { Icon, type IconName } from "../ui/icons";
import { Logo } from "../ui/Logo";
import { ConnectionNote } from "./ConnectionNote";
import { SearchBox } from "./SearchBox";
import styles from "./Shell.module.css";
import { useTheme } from "./theme";

interface Place {
  to: string;
  label: string;
  icon: IconName;
}

const HOME: Place = { to: "/", label: "Home", icon: "home" };
const FEED: Place = { to: "/", label: "Feed", icon: "home" };
const BROWSE: Place = { to: "/browse", label: "Browse", icon: "browse" };
const LIVE: Place = { to: "/live", label: "Live", icon: "live" };
const CALENDAR: Place = { to: "/calendar", label: "Calendar", icon: "calendar" };
const INSTRUCTORS: Place = { to: "/instructors", label: "Instructors", icon: "people" };
const STUDIO: Place = { to: "/studio", label: "Studio", icon: "studio" };
const MODERATION: Place = { to: "/moderation", label: "Reports", icon: "flag" };
const ACCOUNT: Place = { to: "/settings", label: "Account", icon: "person" };
const SIGN_IN: Place = { to: "/sign-in", label: "Sign in", icon: "person" };

/** What stands around every page: bar with places, search and account; tabs at the thumb on a phone. */
export function Shell() {
  const { session } = useSession();
  const going = useNavigation().state === "loading";
  const places = session === null ? [HOME, BROWSE, INSTRUCTORS] : [FEED, BROWSE, LIVE, CALENDAR, INSTRUCTORS];
  if (session?.role === "instructor") places.push(STUDIO);
  if (session?.role === "moderator") places.push(MODERATION);
  // A phone has place for the most needed: members reach instructors from Browse.
  const tabs = session === null ? [...places, SIGN_IN] : [...places.filter((place) => place !== INSTRUCTORS), ACCOUNT];

  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <header className={styles.bar}>
        <div className={styles.barInner}>
          <Link to="/" className={styles.logo} aria-label="NEUFIT, start page">
            <Logo />
          </Link>
          <nav className={styles.places} aria-label="Main">
            <Places places={places} />
          </nav>
          <SearchBox />
          <ThemeSwitch />
          {session === null ? (
            <div className={styles.entrance}>
              <ButtonLink to="/sign-in" look="bare" size="s">
                Sign in
              </ButtonLink>
              <ButtonLink to="/sign-up" size="s">
                Join
              </ButtonLink>
            </div>
          ) : (
            <>
              <Bell />
              <AccountLink userId={session.userId} />
            </>
          )}
        </div>
        {going && <div className={styles.going} role="progressbar" aria-label="Loading page" />}
      </header>
      <ConnectionNote />
      <main id="main" tabIndex={-1} className={styles.main}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <footer className={styles.footer}>
        <p>NEUFIT is open source. Train well, rest well.</p>
      </footer>
      <nav className={styles.tabs} aria-label="Main, on a phone">
        <Places places={tabs} />
      </nav>
      <ScrollRestoration />
    </>
  );
}

function Places({ places }: { places: readonly Place[] }) {
  return (
    <ul>
      {places.map(({ to, label, icon }) => (
        <li key={to}>
          <NavLink to={to} end={to === "/"}>
            <Icon name={icon} size={22} />
            <span>{label}</span>
          </NavLink>
        </li>
      ))}
    </ul>
  );
}

function AccountLink({ userId }: { userId: string }) {
  const { data: profile } = useOwnProfile();
  return (
    <NavLink to="/settings" className={styles.account ?? ""} title="Account and settings">
      <span className="visually-hidden">Account and settings</span>
      <Avatar person={profile ?? { userId, displayName: userId }} size="s" />
    </NavLink>
  );
}

function ThemeSwitch() {
  const [theme, choose] = useTheme();
  const other = theme === "dark" ? "light" : "dark";
  return (
    <IconButton
      icon={theme === "dark" ? "sun" : "moon"}
      label={`Use the ${other} theme`}
      onClick={() => {
        choose(other);
      }}
    />
  );
}
