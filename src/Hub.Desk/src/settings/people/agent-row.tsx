import { useTranslation } from "react-i18next";
import type { Agent, Role } from "../../api/types";
import { Avatar, Icon, Menu, Status } from "../../ui";
import { roles } from "./roles";

interface AgentRowProps {
  agent: Agent;
  me: boolean;
  mayEdit: boolean;
  onRole: (role: Role) => void;
  onDisable: () => void;
}

/** One colleague: who, here or not, which role, and for administrators what can be done. */
export function AgentRow({ agent, me, mayEdit, onRole, onDisable }: AgentRowProps) {
  const { t } = useTranslation();
  const { name, email, disabled } = agent;
  const role = t(`ui.agentRole.${agent.role}`);
  return (
    <li className={disabled ? "person off" : "person"}>
      <Avatar name={name} kind="agent" me={me} size="l" />
      <div className="person-who">
        <p className="cut">
          <b>{name}</b>
          {me && <span className="faint"> · {t("settings.people.you")}</span>}
        </p>
        <p className="cut faint">{email}</p>
      </div>
      <span className="person-state">
        <State agent={agent} />
      </span>
      {mayEdit && !disabled ? (
        <Menu
          className="btn person-role"
          align="end"
          label={t("settings.people.roleOf", { name, role })}
          button={
            <>
              {role}
              <Icon name="down" size={12} />
            </>
          }
          items={roles.map((value) => ({
            label: t(`ui.agentRole.${value}`),
            checked: value === agent.role,
            onSelect: () => value !== agent.role && onRole(value),
          }))}
        />
      ) : (
        <span className="person-role muted">{role}</span>
      )}
      {mayEdit && !me && (
        <Menu
          className="btn sq person-more"
          align="end"
          label={t("settings.people.actionsFor", { name })}
          button={<Icon name="more" />}
          items={[
            {
              label: t(disabled ? "settings.people.enable" : "settings.people.disable"),
              danger: !disabled,
              onSelect: onDisable,
            },
          ]}
        />
      )}
    </li>
  );
}

function State({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  if (agent.disabled) return <Status shape="no">{t("settings.people.disabled")}</Status>;
  if (agent.presence === "online") return <Status shape="ok">{t("settings.people.online")}</Status>;
  return <Status shape="none">{t("settings.people.offline")}</Status>;
}
