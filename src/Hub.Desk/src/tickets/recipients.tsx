import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/types";
import { Icon } from "../ui";
import {
  addPeople,
  hasOthers,
  isAddress,
  nameOf,
  type People,
  peopleOf,
  readAddresses,
  removePerson,
  samePeople,
} from "./people";
import "./recipients.css";

interface RecipientsProps {
  ticket: Ticket;
  people: People;
  onPeople: (people: People) => void;
}

/** To whom a mail goes: the usual ones or everybody, each of them in sight and to be taken out. */
export function Recipients({ ticket, people, onPeople }: RecipientsProps) {
  const { t } = useTranslation();
  const [copies, setCopies] = useState(false);
  return (
    <div className="rcp">
      {(["to", "cc"] as const).map(
        (row) =>
          (row === "to" || copies || people.cc.length > 0) && (
            <Row key={row} row={row} ticket={ticket} people={people} onPeople={onPeople} />
          ),
      )}
      <div className="rcw">
        {hasOthers(ticket) &&
          (["reply", "all"] as const).map((which) => {
            const wanted = peopleOf(ticket, which) ?? people;
            return (
              <button
                key={which}
                type="button"
                className="lnk"
                aria-pressed={samePeople(wanted, people)}
                onClick={() => onPeople(wanted)}
              >
                {t(`tickets.recipients.${which}`)}
              </button>
            );
          })}
        {!copies && people.cc.length === 0 && (
          <button type="button" className="lnk" onClick={() => setCopies(true)}>
            {t("tickets.recipients.addCc")}
          </button>
        )}
      </div>
    </div>
  );
}

function Row({ row, ticket, people, onPeople }: RecipientsProps & { row: keyof People }) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);

  function take() {
    const added = readAddresses(typed);
    setTyped("");
    if (added.length > 0) onPeople(addPeople(people, row, added));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (["Enter", ",", ";"].includes(event.key) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      take();
    }
    const last = people[row].at(-1);
    if (event.key === "Backspace" && typed === "" && last) onPeople(removePerson(people, row, last));
  }

  return (
    <div className="rcr">
      <label htmlFor={id}>{t(`tickets.mail.${row}`)}</label>
      <ul>
        {people[row].map((address) => (
          <li key={address} className={isAddress(address) ? "chip" : "chip bad"} title={address}>
            <span className="cut">{nameOf(ticket, address) ?? address}</span>
            <button
              type="button"
              aria-label={t("tickets.recipients.remove", { address })}
              onClick={() => {
                onPeople(removePerson(people, row, address));
                field.current?.focus();
              }}
            >
              <Icon name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
      <input
        id={id}
        ref={field}
        type="text"
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        aria-invalid={people[row].some((address) => !isAddress(address)) || undefined}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={take}
      />
    </div>
  );
}
