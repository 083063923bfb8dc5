import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../../api/clock";
import type { SigningKey, Site } from "../../../api/types";
import { Button, Status } from "../../../ui";
import { Setting } from "../../page";
import { MakeKey } from "./make-key";
import { RevokeKey } from "./revoke-key";
import { dayOf, hasEnded, momentOf, sorted, usable } from "./signing-keys";

/** The keys of a site, newest first; those that were revoked are folded away. */
export function KeyList({ site, keys }: { site: Site; keys: SigningKey[] }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<SigningKey>();
  const make = useRef<HTMLButtonElement>(null);
  const { kept, revoked } = sorted(keys);
  const others = keys.filter((key) => key.kid !== asked?.kid);

  return (
    <>
      <Setting id="signingKeys">
        <div className="keys-head">
          <h2 className="settings-h2">{t("settings.webChat.signingKeys")}</h2>
          <button
            ref={make}
            type="button"
            className={kept.length === 0 ? "btn main" : "btn edge"}
            onClick={() => setMaking(true)}
          >
            {t("settings.webChat.makeSigningKey")}
          </button>
        </div>
        <p className="field-hint">{t("settings.webChat.signingKeysHint")}</p>
        {kept.length === 0 && <p className="no-keys">{t("settings.webChat.noSigningKeys")}</p>}
        <ul className="signing-keys">
          {kept.map((key) => (
            <li key={key.kid}>
              <About signing={key} />
              <Button
                look="edge"
                aria-label={t("settings.webChat.revokeKey", { key: key.kid })}
                onClick={() => setAsked(key)}
              >
                {t("settings.webChat.revoke")}
              </Button>
            </li>
          ))}
        </ul>
        {revoked.length > 0 && (
          <details className="revoked-keys">
            <summary>{t("settings.webChat.revokedKeys", { count: revoked.length })}</summary>
            <ul className="signing-keys">
              {revoked.map((key) => (
                <li key={key.kid}>
                  <About signing={key} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </Setting>
      {making && <MakeKey site={site} onClose={() => setMaking(false)} />}
      {asked && (
        <RevokeKey
          site={site}
          signing={asked}
          last={!hasEnded(asked, serverNow()) && !usable(others, serverNow())}
          onClose={() => setAsked(undefined)}
          onRevoked={() => {
            setAsked(undefined);
            // The button that asked goes with its key: the focus stays in the list.
            requestAnimationFrame(() => make.current?.focus());
          }}
        />
      )}
    </>
  );
}

function About({ signing }: { signing: SigningKey }) {
  const { t, i18n } = useTranslation();
  const { kid, createdAt, createdBy, usedAt } = signing;
  const made = { day: dayOf(createdAt, i18n.language), name: createdBy };
  return (
    <div className="grow">
      <p className="key-name">
        <code className="mono">{kid}</code>
        <State signing={signing} />
      </p>
      <p className="faint">
        {createdBy ? t("settings.webChat.keyMadeBy", made) : t("settings.webChat.keyMade", made)}
        {" · "}
        {usedAt
          ? t("settings.webChat.keyUsed", { at: momentOf(usedAt, i18n.language) })
          : t("settings.webChat.keyNotUsed")}
      </p>
    </div>
  );
}

/** Until when it counts, or since when it does not. */
function State({ signing }: { signing: SigningKey }) {
  const { t, i18n } = useTranslation();
  const { expiresAt, revokedAt } = signing;
  if (revokedAt) {
    return <Status shape="no">{t("settings.webChat.keyRevoked", { day: dayOf(revokedAt, i18n.language) })}</Status>;
  }
  if (!expiresAt) return <Status shape="ok">{t("settings.webChat.keyForEver")}</Status>;
  const day = dayOf(expiresAt, i18n.language);
  return hasEnded(signing, serverNow()) ? (
    <Status shape="no">{t("settings.webChat.keyEnded", { day })}</Status>
  ) : (
    <Status shape="ok">{t("settings.webChat.keyUntil", { day })}</Status>
  );
}
