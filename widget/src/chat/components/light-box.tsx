import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { Icon } from "./icons";
import "../styles/light-box.css";

interface Props {
  url: string;
  name: string;
  close(): void;
}

/** A picture alone, as large as the chat. */
export function LightBox({ url, name, close }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  return (
    <dialog
      ref={box}
      class="light"
      aria-label={name}
      onClose={close}
      onClick={(event) => event.target === box.current && box.current?.close()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <p class="light-head">
        <span class="file-name">{name}</span>
        <a class="round" href={url} download={name} aria-label={t.value.saveFile(name)}>
          <Icon name="save" />
        </a>
        <a class="round" href={url} target="_blank" rel="noopener noreferrer" aria-label={t.value.openNew(name)}>
          <Icon name="out" />
        </a>
        <button type="button" class="round" aria-label={t.value.closePicture} onClick={() => box.current?.close()}>
          <Icon name="cross" />
        </button>
      </p>
      <img src={url} alt={name} />
    </dialog>
  );
}
