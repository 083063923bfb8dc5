import type { Item } from "./tray";

const longest = 2000;

/** The file as it goes: a large picture smaller, and without what a camera wrote into it, such as the place. Everything else as it is. */
export async function prepare(item: Item): Promise<Blob> {
  const blob = item.blob as Blob;
  if (!/^image\/(jpeg|png|webp)$/.test(blob.type)) return blob;
  try {
    const marked = await hasExif(blob);
    // Turned as the camera says, because that goes with the rest.
    const picture = await createImageBitmap(blob, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    if (scale === 1 && !marked) return blob;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    if (!pen) return blob;
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const smaller = await new Promise<Blob | null>((done) => canvas.toBlob(done, blob.type, 0.86));
    return smaller && smaller.type === blob.type ? smaller : blob;
  } catch {
    // No picture, or one that this browser cannot read: the server looks at it too.
    return blob;
  }
}

async function hasExif(blob: Blob): Promise<boolean> {
  if (blob.type !== "image/jpeg") return false;
  const head = new Uint8Array(await blob.slice(0, 65_536).arrayBuffer());
  return new TextDecoder("latin1").decode(head).includes("Exif\0");
}

/** Sends a file, told how far it has come. Rejects with the server's code, or as a lost line. */
export function post(item: Item, blob: Blob, token: string, progress: (part: number) => void): Promise<number> {
  return new Promise((done, failed) => {
    const form = new FormData();
    form.append("file", blob, item.name);
    const call = new XMLHttpRequest();
    call.open("POST", "/api/v1/visitor/files");
    call.setRequestHeader("Authorization", `Bearer ${token}`);
    call.setRequestHeader("Idempotency-Key", item.key);
    call.responseType = "json";
    call.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    call.onload = () => {
      if (call.status < 300 && call.response?.id) return done(call.response.id as number);
      const code = `${call.response?.type ?? ""}`.split(":").at(-1) || "unavailable";
      failed(new Error(`HubException: ${call.status === 413 ? "file_too_large" : code}: ${call.status}`));
    };
    call.onerror = () => failed(new Error("lost"));
    call.onabort = () => failed(new Error("aborted"));
    item.stop.signal.addEventListener("abort", () => call.abort());
    call.send(form);
  });
}
