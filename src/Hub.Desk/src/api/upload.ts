import { base, Problem, xsrfToken } from "./client";
import type { FileRef } from "./mail";

/** Brings a file to the server, told how far it has come. The same key again gives the first answer. */
export async function upload(
  file: File,
  key: string,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<FileRef> {
  const token = await xsrfToken();
  return new Promise((done, failed) => {
    const form = new FormData();
    form.append("file", file, file.name);
    // Only this can tell how much has gone.
    const call = new XMLHttpRequest();
    call.open("POST", `${base}/files`);
    call.setRequestHeader("X-XSRF-TOKEN", token);
    call.setRequestHeader("Idempotency-Key", key);
    call.responseType = "json";
    call.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    call.onload = () => {
      const body = (call.response ?? {}) as FileRef & { type?: string; detail?: string };
      if (call.status === 201) return done(body);
      const code = `${body.type ?? ""}`.split(":").at(-1) || `http_${call.status}`;
      failed(new Problem(call.status, code, body.detail ?? call.statusText));
    };
    call.onerror = () => failed(new Problem(0, "unreachable", ""));
    call.onabort = () => failed(new Problem(0, "aborted", ""));
    signal.addEventListener("abort", () => call.abort());
    call.send(form);
  });
}
