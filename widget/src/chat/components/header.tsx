import { t } from "../i18n";
import { firstName, initials } from "../rows";
import type { Session } from "../session";
import { Icon } from "./icons";

/** Whose chat it is, who is there, and the way out. */
export function Header({ session, close }: { session: Session; close: (() => void) | null }) {
  const agents = session.agents.value;
  const shown = agents.slice(0, 2);
  const name = session.settings.value?.name ?? "";
  return (
    <header class="head">
      <div class="faces" aria-hidden="true">
        {(shown.length > 0 ? shown : [name]).map((who) => (
          <span class="face" key={who}>
            {initials(who)}
          </span>
        ))}
      </div>
      <div class="who">
        <h1>{name}</h1>
        <Presence session={session} shown={shown} more={agents.length - shown.length} />
      </div>
      {close && (
        <button type="button" class="round" aria-label={t.value.close} onClick={close}>
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}

/** Nobody is here: how the answer comes all the same. */
function awayText(session: Session): string {
  const words = t.value;
  const known = session.identity.value.email !== undefined;
  if (session.settings.value?.byMail) return known ? words.mailAwayKnown : words.mailAway;
  return known ? words.awayKnown : words.away;
}

function Presence({ session, shown, more }: { session: Session; shown: readonly string[]; more: number }) {
  if (!session.started.value) return <p>{session.gone.value ? "" : t.value.connecting}</p>;
  if (shown.length === 0) return <p>{awayText(session)}</p>;
  return (
    <p>
      <i class="dot" />
      {t.value.here(shown.map(firstName), more)}
    </p>
  );
}
