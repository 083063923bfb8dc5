import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FileRef } from "../api/mail";
import { Icon } from "../ui";
import { bytes } from "./bytes";
import { iconOf } from "./files";
import type { Uploading } from "./use-uploads";

interface AttachedProps {
  files: FileRef[];
  uploads: Uploading[];
  onRemove: (file: FileRef) => void;
  onStop: (one: Uploading) => void;
  onRetry: (one: Uploading) => void;
}

/** What goes along with the answer, and what is still on its way here. */
export function Attached({ files, uploads, onRemove, onStop, onRetry }: AttachedProps) {
  const { t, i18n } = useTranslation();
  if (files.length + uploads.length === 0) return null;
  return (
    <ul className="files attached" aria-label={t("tickets.attached")}>
      {files.map((file) => (
        <li key={file.id} className="file">
          <Icon name={iconOf(file)} />
          <span className="cut">{file.name}</span>
          <span className="faint num">{bytes(file.size, i18n.language)}</span>
          <Remove name={file.name} onClick={() => onRemove(file)} />
        </li>
      ))}
      {uploads.map((one) => (
        <li key={one.key} className={one.failed ? "file bad" : "file"} aria-busy={!one.failed}>
          <Icon name={one.failed ? "s-bad" : iconOf({ type: one.file.type, name: one.file.name })} />
          <span className="cut">{one.file.name}</span>
          {one.failed ? (
            <>
              <span role="alert">
                {t(`tickets.uploadFailed.${one.failed}`, { defaultValue: t("tickets.uploadFailed.other") })}
              </span>
              <button type="button" className="lnk" onClick={() => onRetry(one)}>
                {t("tickets.again")}
              </button>
            </>
          ) : (
            <progress value={one.part} max={1} aria-label={t("tickets.uploading", { name: one.file.name })} />
          )}
          <Remove name={one.file.name} onClick={() => onStop(one)} />
        </li>
      ))}
    </ul>
  );
}

function Remove({ name, onClick }: { name: string; onClick: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="lnk" aria-label={t("tickets.removeFile", { name })} onClick={onClick}>
      <Icon name="close" size={14} />
    </button>
  );
}

/** The button by which files are chosen. */
export function Attach({ onFiles, disabled }: { onFiles: (files: File[]) => void; disabled: boolean }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="btn sq"
        aria-label={t("tickets.attach")}
        title={t("tickets.attach")}
        disabled={disabled}
        onClick={() => field.current?.click()}
      >
        <Icon name="clip" />
      </button>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}
