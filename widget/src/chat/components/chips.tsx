import { formatBytes, t } from "../i18n";
import type { Session } from "../session";
import { type Item, mostFiles } from "../tray";
import { Icon } from "./icons";
import "../styles/tray.css";

/** What goes along with the next message, and what cannot. */
export function Chips({ session, done }: { session: Session; done(): void }) {
  const { items, refused } = session.tray;
  const words = t.value;
  const why = {
    size: (name: string) => words.fileTooLarge(name, formatBytes(session.settings.value?.maxFile ?? 25e6)),
    type: words.fileRefused,
    count: () => words.filesTooMany(mostFiles),
    empty: words.fileEmpty,
  };
  return (
    <div class="tray">
      {items.value.length > 0 && (
        <ul aria-label={words.files}>
          {items.value.map((item) => (
            <Chip key={item.key} item={item} session={session} done={done} />
          ))}
        </ul>
      )}
      <p class="trouble" role="alert">
        {refused.value.map(({ name, why: reason }) => (
          <span key={name}>{why[reason](name)} </span>
        ))}
      </p>
    </div>
  );
}

function Chip({ item, session, done }: { item: Item; session: Session; done(): void }) {
  const words = t.value;
  const state = item.state.value;
  const failed = state.at === "failed";
  const note = failed
    ? state.failure === "files_too_many"
      ? words.fileLimit
      : state.failure === "file_type_refused"
        ? words.fileRefused(item.name)
        : state.failure === "file_too_large"
          ? words.fileTooLarge(item.name, formatBytes(session.settings.value?.maxFile ?? 25e6))
          : words.fileFailed
    : state.at === "waiting"
      ? words.fileWaits
      : state.at === "busy"
        ? words.fileBusy(Math.round(state.part * 100))
        : formatBytes(item.size);
  return (
    <li class={failed ? "chip bad" : "chip"} aria-busy={state.at === "busy"}>
      {item.preview ? <img src={item.preview} alt="" /> : <Icon name="page" />}
      <span class="chip-text">
        <span class="file-name">{item.name}</span>
        <small>{note}</small>
      </span>
      {failed && item.blob && (
        <button
          type="button"
          class="word"
          onClick={() => session.tray.retry(item)}
          aria-label={words.retryFile(item.name)}
        >
          {words.tryAgain}
        </button>
      )}
      <button
        type="button"
        class="round"
        aria-label={words.removeFile(item.name)}
        onClick={() => {
          session.tray.remove(item);
          done();
        }}
      >
        <Icon name="cross" size={16} />
      </button>
      {state.at === "busy" && <span class="part" style={{ width: `${state.part * 100}%` }} />}
    </li>
  );
}
