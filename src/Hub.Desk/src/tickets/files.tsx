import { useTranslation } from "react-i18next";
import { base } from "../api/client";
import type { FileRef } from "../api/mail";
import { Icon, type IconName } from "../ui";
import { bytes } from "./bytes";

/** What came with a message: each a link that saves it. */
export function Files({ files }: { files?: FileRef[] }) {
  const { t, i18n } = useTranslation();
  if (!files?.length) return null;
  return (
    <ul className="files" aria-label={t("tickets.files")}>
      {files.map((file) => (
        <li key={file.id}>
          <a
            className="file"
            href={`${base}/files/${encodeURIComponent(file.id)}`}
            download={file.name}
            title={t("tickets.download", { name: file.name })}
          >
            <Icon name={iconOf(file)} />
            <span className="cut">{file.name}</span>
            <span className="faint num">{bytes(file.size, i18n.language)}</span>
            <Icon name="download" size={14} className="get" />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What kind of thing it is, by its type, or by its name where the type says nothing. */
export function iconOf({ type, name }: Pick<FileRef, "type" | "name">): IconName {
  const ending = name.split(".").at(-1)?.toLowerCase() ?? "";
  if (type.startsWith("image/")) return "image";
  if (type.startsWith("audio/")) return "sound";
  if (type.startsWith("video/")) return "film";
  if (/zip|compressed|x-tar|rar/.test(type) || ["zip", "gz", "7z", "rar", "tar"].includes(ending)) return "box";
  if (/spreadsheet|excel|csv/.test(type) || ["xlsx", "xls", "ods", "csv"].includes(ending)) return "table";
  if (type === "message/rfc822" || ending === "eml") return "mail";
  if (type === "text/calendar" || ending === "ics") return "calendar";
  if (/signature$/.test(type)) return "seal";
  if (/pkcs7-mime|pgp-encrypted$/.test(type) || ["p7m", "asc", "gpg", "pgp"].includes(ending)) return "lock";
  if (/pdf|text|word|document|rtf/.test(type) || ["pdf", "doc", "docx", "odt", "txt"].includes(ending)) return "page";
  return "clip";
}
