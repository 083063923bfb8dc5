import { useSignal } from "@preact/signals";
import { formatBytes, t } from "../i18n";
import type { VisitorFile } from "../protocol";
import type { Session } from "../session";
import { type Item, own } from "../tray";
import { Icon } from "./icons";

const isPicture = (type: string) => /^image\/(png|jpeg|gif|webp|avif)$/.test(type);

interface Props {
  session: Session;
  files: readonly VisitorFile[];
  items: readonly Item[];
}

/** The files of a message: pictures to look at, the others as cards to save. */
export function Files({ session, files, items }: Props) {
  if (files.length + items.length === 0) return null;
  return (
    <ul class="files" aria-label={t.value.files}>
      {files.map((file) => (
        <li key={file.id}>
          {isPicture(file.type) ? <Picture session={session} file={file} /> : <Card session={session} file={file} />}
        </li>
      ))}
      {items.map((item) => (
        <li key={item.key}>
          <Pending item={item} />
        </li>
      ))}
    </ul>
  );
}

/** True where an address has run out, or is about to. */
const isOver = (url: string) => Number(/until=(\d+)/.exec(url)?.[1] ?? 0) * 1000 < Date.now() + 10_000;

function Picture({ session, file }: { session: Session; file: VisitorFile }) {
  const url = useSignal(own.get(file.id) ?? file.url);
  const failed = useSignal(false);
  const light = useSignal<{ View: typeof import("./light-box").LightBox } | null>(null);
  // A new address comes with each reading of the conversation; the picture that is there stays.
  const renew = async () => {
    if (failed.value) return;
    failed.value = true;
    const link = await session.linkOf(file.id).catch(() => null);
    if (link) url.value = link;
  };
  const open = async () => {
    if (isOver(file.url) && !own.has(file.id)) url.value = await session.linkOf(file.id).catch(() => url.value);
    light.value = { View: (await import("./light-box")).LightBox };
  };
  const View = light.value?.View;
  const ratio = file.width && file.height ? { aspectRatio: `${file.width} / ${file.height}` } : {};
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-label={t.value.picture(file.name)}
        onClick={() => void open().catch(() => {})}
      >
        <img
          src={url.value}
          alt=""
          loading="lazy"
          {...(file.width ? { width: file.width } : {})}
          {...(file.height ? { height: file.height } : {})}
          style={ratio}
          onError={() => void renew()}
        />
      </button>
      {View && (
        <View
          url={url.value}
          name={file.name}
          close={() => {
            light.value = null;
          }}
        />
      )}
    </>
  );
}

function Card({ session, file }: { session: Session; file: VisitorFile }) {
  const save = async (event: MouseEvent) => {
    if (!isOver(file.url)) return;
    event.preventDefault();
    const link = document.createElement("a");
    link.href = await session.linkOf(file.id);
    link.download = file.name;
    link.click();
  };
  return (
    <a
      class="file"
      href={file.url}
      download={file.name}
      aria-label={t.value.download(file.name, formatBytes(file.size))}
      onClick={(event) => void save(event).catch(() => {})}
    >
      <Icon name="page" />
      <span class="file-name">{file.name}</span>
      <small>{formatBytes(file.size)}</small>
      <Icon name="save" size={16} />
    </a>
  );
}

/** A file of a message that is still being sent. */
function Pending({ item }: { item: Item }) {
  const state = item.state.value;
  const part = state.at === "busy" ? state.part : state.at === "done" ? 1 : 0;
  return (
    <div class={item.preview ? "picture" : "file"} aria-busy={state.at === "busy"}>
      {item.preview ? <img src={item.preview} alt={item.name} /> : <Icon name="page" />}
      {!item.preview && <span class="file-name">{item.name}</span>}
      {!item.preview && <small>{formatBytes(item.size)}</small>}
      {part < 1 && <span class="part" style={{ width: `${part * 100}%` }} />}
    </div>
  );
}
