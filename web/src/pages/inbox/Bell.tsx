import { NavLink } from "react-router";
import { counted } from "../../format/format";
import { Icon } from "../../ui/icons";
import styles from "./Bell.module.css";
import { useUnread } from "./queries";

const MOST = 99;

/** The way to the inbox, with the number of unread notices. */
export function Bell() {
  const unread = useUnread();
  const name = unread === 0 ? "Inbox" : `Inbox, ${counted(unread, "unread notice")}`;
  return (
    <NavLink to="/inbox" className={styles.bell ?? ""} title={name}>
      <span className="visually-hidden">{name}</span>
      <Icon name="bell" size={22} />
      {unread > 0 && (
        <span className={styles.count} aria-hidden="true">
          {unread > MOST ? `${String(MOST)}+` : unread}
        </span>
      )}
    </NavLink>
  );
}
