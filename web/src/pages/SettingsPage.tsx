import { NavLink, Outlet } from "react-router";
import { useOwnProfile } from "../api/queries";
import { useMember, useSession } from "../session/context";
import { Avatar } from "../ui/Avatar";
import { Button } from "../ui/Button";
import styles from "./SettingsPage.module.css";

const PARTS = [
  { to: "/settings", label: "Profile" },
  { to: "/progress", label: "Your progress" },
  { to: "/settings/subscriptions", label: "Subscriptions" },
  { to: "/settings/notifications", label: "Notifications" },
  { to: "/settings/blocked", label: "Blocked people" },
  { to: "/settings/reports", label: "Reports and warnings" },
  { to: "/settings/security", label: "Password and sessions" },
  { to: "/settings/keys", label: "Device keys" },
  { to: "/settings/account", label: "Delete account" },
] as const;

/** The frame of the settings: who is signed in, and the parts. */
export function SettingsPage() {
  const { userId } = useMember();
  const { signOut } = useSession();
  const { data: profile } = useOwnProfile();
  return (
    <div className={styles.page}>
      <div className={styles.side}>
        <div className={styles.person}>
          <Avatar person={profile ?? { userId, displayName: userId }} />
          <div>
            <strong>{profile?.displayName ?? userId}</strong>
            <span>@{userId}</span>
          </div>
        </div>
        <nav aria-label="Settings">
          <ul>
            {PARTS.map(({ to, label }) => (
              <li key={to}>
                <NavLink to={to} end>
                  {label}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <Button
          look="quiet"
          size="s"
          onClick={() => {
            // The session is gone from this browser in any case; a server that does not answer lets it expire.
            void signOut().catch(() => undefined);
          }}
        >
          Sign out
        </Button>
      </div>
      <div className={styles.part}>
        <Outlet />
      </div>
    </div>
  );
}
