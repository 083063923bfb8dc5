import { formatOpening, t, whoIsHere } from "../i18n";
import { panel } from "../panel";
import { firstName, initials } from "../rows";
import type { Session } from "../session";
import { Icon } from "./icons";
import { MenuButton } from "./menu-button";

/** Whose chat it is, who is there, and the way out. */
export function Header({ session, close }: { session: Session; close: (() => void) | null }) {
  const agents = session.agents.value;
  const shown = agents.slice(0, 2);
  const name = session.title.value ?? "";
  if (panel.value) {
    return (
      <header class="head">
        <button type="button" class="round" aria-label={t.value.back} onClick={() => (panel.value = null)}>
          <Icon name="back" />
        </button>
        <div class="who">
          <h1 tabIndex={-1}>{panel.value.title}</h1>
        </div>
        {close && <Close close={close} />}
      </header>
    );
  }
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
        <h1 tabIndex={-1}>{name}</h1>
        <Presence session={session} shown={shown} more={agents.length - shown.length} />
      </div>
      {!session.gone.value && <MenuButton session={session} />}
      {close && <Close close={close} />}
    </header>
  );
}

const Close = ({ close }: { close: () => void }) => (
  <button type="button" class="round" aria-label={t.value.close} onClick={close}>
    <Icon name="down" />
  </button>
);

/** Nobody is here: how the answer comes all the same. */
function awayText(session: Session): string {
  const words = t.value;
  const { away } = session.said.value;
  if (away) return away;
  const known = session.identity.value.email !== undefined;
  if (session.byMail.value) return known ? words.mailAwayKnown : words.mailAway;
  return known ? words.awayKnown : words.away;
}

function Presence({ session, shown, more }: { session: Session; shown: readonly string[]; more: number }) {
  if (!session.started.value) return <p>{session.gone.value ? "" : t.value.connecting}</p>;
  const { opensAt } = session.reception.value;
  if (!session.open.value && opensAt) return <p>{formatOpening(Date.parse(opensAt), Date.now())}</p>;
  if (shown.length === 0) return <p>{awayText(session)}</p>;
  return (
    <p>
      <i class="dot" />
      {whoIsHere(shown.map(firstName), more)}
    </p>
  );
}
