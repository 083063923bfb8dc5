import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import type { Wire } from "./connection";

/** A SignalR connection that gets through where WebSockets do not, by long polling. `hear` is told what the server calls on us. */
export function openPolling(url: string, hear: (target: string, value: unknown) => void): Wire {
  const hub = new HubConnectionBuilder()
    .withUrl(url, {
      // Not server-sent events: a proxy that holds back what is not complete would hold them back for ever.
      transport: HttpTransportType.LongPolling,
      withCredentials: false,
    })
    .configureLogging(LogLevel.None)
    .build();
  for (const target of ["Message", "Typing", "Seen", "State", "Resync"])
    hub.on(target, (value: unknown) => hear(target, value));
  return {
    start: () => hub.start(),
    stop: () => hub.stop(),
    invoke: (method, ...args) => hub.invoke(method, ...args),
    onClose: (done) => hub.onclose(() => done()),
  };
}
