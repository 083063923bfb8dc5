import { HttpTransportType, HubConnectionBuilder, type IHttpConnectionOptions, LogLevel } from "@microsoft/signalr";
import type { OpenWire } from "./connection";
import { newId } from "./ids";
import type { Message, ServerEvent } from "./protocol";

/** A SignalR connection to the visitors' hub of the server this page came from. */
export const openWire: OpenWire = (fallback, hear) => {
  // Without negotiation no second request can land on another server process; the fall-back needs several, which
  // carry a random word by which a proxy keeps them on one process.
  const url = fallback ? `/hubs/visitor?s=${newId()}` : "/hubs/visitor";
  const options: IHttpConnectionOptions = fallback
    ? // Not server-sent events: a proxy that holds back what is not complete would hold them back for ever.
      { transport: HttpTransportType.LongPolling, withCredentials: false }
    : { transport: HttpTransportType.WebSockets, skipNegotiation: true };
  const hub = new HubConnectionBuilder().withUrl(url, options).configureLogging(LogLevel.None).build();

  hub.on("Message", (message: Message) => hear({ kind: "message", message }));
  hub.on("Typing", (typing: { name: string; on: boolean }) => hear({ kind: "typing", ...typing }));
  hub.on("Seen", (seen: { seq: number; at: string }) => hear({ kind: "seen", ...seen }));
  hub.on("State", (state: Omit<ServerEvent & { kind: "state" }, "kind">) => hear({ kind: "state", ...state }));
  hub.on("Resync", () => hear({ kind: "resync" }));

  return {
    start: () => hub.start(),
    stop: () => hub.stop(),
    invoke: (method, ...args) => hub.invoke(method, ...args),
    onClose: (done) => hub.onclose(() => done()),
  };
};
