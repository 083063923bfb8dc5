import { useTranslation } from "react-i18next";
import type { Role } from "../../api/types";
import { Setting } from "../page";

export const roles: Role[] = ["agent", "supervisor", "administrator"];

/** What each role may do, where roles are given. */
export function Roles() {
  const { t } = useTranslation();
  return (
    <Setting id="roles">
      <h2 className="settings-h2">{t("settings.people.roles")}</h2>
      <dl className="roles">
        {roles.map((role) => (
          <div key={role}>
            <dt>{t(`ui.agentRole.${role}`)}</dt>
            <dd>{t(`settings.people.roleHint.${role}`)}</dd>
          </div>
        ))}
      </dl>
    </Setting>
  );
}
