/** The drawings of the desk on a 20-px grid, drawn with a 1.5-px line; a filled shape only where a state must be seen at once. */
export const drawings = {
  at: (
    <>
      <circle cx="10" cy="10" r="3" />
      <path d="M13 7v4.2c0 2.6 4 2.4 4-1.2a7 7 0 1 0-3 5.8" />
    </>
  ),
  bold: <path d="M6.5 4.5h4.2a2.6 2.6 0 0 1 0 5.2H6.5zM6.5 9.7h5a2.9 2.9 0 0 1 0 5.8h-5z" />,
  book: <path d="M10 5.5C8.5 4.3 6 4 3 4v11c3 0 5.5.3 7 1.5 1.5-1.2 4-1.5 7-1.5V4c-3 0-5.5.3-7 1.5zM10 5.5v11" />,
  box: <path d="m3.5 6.5 6.5-3 6.5 3v7l-6.5 3-6.5-3zM3.5 6.5 10 9.5l6.5-3M10 9.5v7" />,
  calendar: (
    <>
      <rect x="3" y="4.5" width="14" height="12" rx="1.5" />
      <path d="M3 8.5h14M6.8 3v3M13.2 3v3" />
    </>
  ),
  chart: <path d="M3.5 16.5h13M5.5 13.5v-4M10 13.5v-9M14.5 13.5v-6" />,
  chat: (
    <path d="M4.5 3.8h11a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H10l-3.7 2.9v-2.9H4.5A1.5 1.5 0 0 1 3 12.3v-7a1.5 1.5 0 0 1 1.5-1.5z" />
  ),
  check: <path d="m4.5 10.5 3.5 3.5 7.5-8" />,
  checks: (
    <>
      <path d="m2 10.5 3.5 3.5L12.5 6.5" />
      <path d="m9.5 13.2.9.8L18 6.5" />
    </>
  ),
  clip: (
    <path d="m15.8 9.3-5.9 5.9a3.6 3.6 0 0 1-5.1-5.1l6.2-6.2a2.4 2.4 0 0 1 3.4 3.4l-6 6a1.2 1.2 0 0 1-1.7-1.7l5.4-5.4" />
  ),
  clock: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6v4.2l2.7 1.6" />
    </>
  ),
  close: <path d="m5 5 10 10M15 5 5 15" />,
  copy: (
    <>
      <rect x="7" y="7" width="9.5" height="9.5" rx="1.5" />
      <path d="M4.5 13A1 1 0 0 1 3.5 12V5a1.5 1.5 0 0 1 1.5-1.5h7a1 1 0 0 1 1 1" />
    </>
  ),
  device: (
    <>
      <rect x="2.75" y="4" width="14.5" height="9.5" rx="1.5" />
      <path d="M2.5 16.5h15" />
    </>
  ),
  down: <path d="m5.5 8 4.5 4.5L14.5 8" />,
  download: <path d="M10 3.5v9M6 9l4 4 4-4M3.5 16.5h13" />,
  external: (
    <path d="M11.5 3.5h5v5M16.5 3.5 9 11M14 11.5V15a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V7.5A1.5 1.5 0 0 1 5 6h3.5" />
  ),
  eye: (
    <>
      <path d="M2.5 10c1.7-3.3 4.3-5 7.5-5s5.8 1.7 7.5 5c-1.7 3.3-4.3 5-7.5 5s-5.8-1.7-7.5-5z" />
      <circle cx="10" cy="10" r="2.3" />
    </>
  ),
  film: (
    <>
      <rect x="3" y="4.5" width="14" height="11" rx="1.5" />
      <path d="m8.5 7.8 3.8 2.2-3.8 2.2z" />
    </>
  ),
  filter: <path d="M3.5 5.5h13M6 10h8M8.5 14.5h3" />,
  flag: <path d="M5 17V3.8h9.5l-2 3.4 2 3.4H5" />,
  globe: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M3 10h14M10 3c2.3 2 3.3 4.3 3.3 7S12.3 15 10 17c-2.3-2-3.3-4.3-3.3-7S7.7 5 10 3z" />
    </>
  ),
  image: (
    <>
      <rect x="3" y="4" width="14" height="12" rx="1.5" />
      <path d="m3.5 14 4-3.7 3 2.7 2.5-2.2 3.5 3.2M12.5 7.5h.01" />
    </>
  ),
  imageoff: (
    <path d="M6.5 4H15.5A1.5 1.5 0 0 1 17 5.5v8.8M14.5 16H4.5A1.5 1.5 0 0 1 3 14.5v-9c0-.4.2-.8.5-1.1M3.5 14.5l4-3.7 3 2.7M2.5 2.5l15 15" />
  ),
  inbox: (
    <>
      <path d="M3 11.5 5.2 5h9.6l2.2 6.5V15a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1z" />
      <path d="M3 11.5h4l1 2h4l1-2h4" />
    </>
  ),
  info: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 9.3v4M10 6.7h.01" />
    </>
  ),
  instagram: (
    <>
      <rect x="3.25" y="3.25" width="13.5" height="13.5" rx="4" />
      <circle cx="10" cy="10" r="3.1" />
      <path d="M13.9 6.1h.01" />
    </>
  ),
  italic: <path d="M8.5 4.5h5M6.5 15.5h5M11.5 4.5l-3 11" />,
  keys: (
    <>
      <rect x="2.5" y="5.5" width="15" height="9" rx="1.5" />
      <path d="M5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M7 11.5h6" />
    </>
  ),
  later: (
    <>
      <path d="M16.5 10.5a6.5 6.5 0 1 1-2-4.9" />
      <path d="M10 6.5v4l2.5 1.5M17 3.2v3h-3" />
    </>
  ),
  left: <path d="M12 5.5 7.5 10l4.5 4.5" />,
  link: (
    <>
      <path d="M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-1 1" />
      <path d="M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3l1-1" />
    </>
  ),
  list: <path d="M8 5.5h8.5M8 10h8.5M8 14.5h8.5M4 5.5h.01M4 10h.01M4 14.5h.01" />,
  lock: (
    <>
      <rect x="4.5" y="9" width="11" height="7.5" rx="1.5" />
      <path d="M7 9V6.7a3 3 0 0 1 6 0V9" />
    </>
  ),
  mail: (
    <>
      <rect x="2.75" y="4.5" width="14.5" height="11" rx="1.5" />
      <path d="m3.2 5.8 6.8 5 6.8-5" />
    </>
  ),
  merge: <path d="M5 3.5v3c0 3 5 3.5 5 7v3M15 3.5v3c0 3-5 3.5-5 7M7.5 14 10 16.5l2.5-2.5" />,
  moon: <path d="M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z" />,
  more: <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" strokeWidth="2.2" />,
  out: <path d="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M12.5 6.5 16 10l-3.5 3.5M16 10H8" />,
  page: <path d="M5 3h6.5L15.5 7v10H5zM11.5 3v4h4M7.5 10.5h5.5M7.5 13.5h5.5" />,
  panel: (
    <>
      <rect x="3" y="4" width="14" height="12" rx="1.5" />
      <path d="M7.8 4v12" />
    </>
  ),
  pen: (
    <>
      <path d="m4 16 .8-3.4L13.5 4l2.5 2.5-8.7 8.7z" />
      <path d="m11.7 5.8 2.5 2.5" />
    </>
  ),
  phone: (
    <path d="M5.2 3.5h2.4l1.2 3.2-1.6 1.2a9.5 9.5 0 0 0 4.9 4.9l1.2-1.6 3.2 1.2v2.4a1.7 1.7 0 0 1-1.7 1.7A11.3 11.3 0 0 1 3.5 5.2a1.7 1.7 0 0 1 1.7-1.7z" />
  ),
  plus: <path d="M10 4.5v11M4.5 10h11" />,
  reply: <path d="M8 5 3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1.5" />,
  right: <path d="m8 5.5 4.5 4.5L8 14.5" />,
  "s-bad": (
    <>
      <path d="M10 2.8 18 16.7H2z" fill="currentColor" />
      <path d="M10 8v4M10 14.3h.01" style={{ stroke: "var(--glyph, var(--surface))" }} strokeWidth="1.8" />
    </>
  ),
  "s-new": <circle cx="10" cy="10" r="4" fill="currentColor" />,
  "s-no": (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="m5.6 14.4 8.8-8.8" />
    </>
  ),
  "s-none": <circle cx="10" cy="10" r="6.5" strokeDasharray="2.4 2.7" />,
  "s-ok": (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="m7 10.3 2.2 2.2 4-4.6" />
    </>
  ),
  "s-pause": <path d="M7.2 5v10M12.8 5v10" strokeWidth="2.6" />,
  "s-warn": (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="M10 10V3.5A6.5 6.5 0 0 1 16.5 10z" fill="currentColor" stroke="none" />
      <path d="M10 3.5V10h6.5" />
    </>
  ),
  seal: (
    <>
      <circle cx="10" cy="8" r="4.8" />
      <path d="m7.2 12-1.4 5 4.2-2 4.2 2-1.4-5" />
    </>
  ),
  search: (
    <>
      <circle cx="9" cy="9" r="5" />
      <path d="m12.8 12.8 3.7 3.7" />
    </>
  ),
  send: (
    <>
      <path d="M3.5 9.8 16.5 4l-4 12.5-2.8-5.2z" />
      <path d="m9.7 11.3 3.3-3.5" />
    </>
  ),
  settings: (
    <>
      <path d="M3 6h7M14 6h3M3 14h3M10 14h7" />
      <circle cx="12" cy="6" r="2" />
      <circle cx="8" cy="14" r="2" />
    </>
  ),
  slash: (
    <>
      <rect x="3" y="3" width="14" height="14" rx="2.5" />
      <path d="m8.2 14 3.6-8" />
    </>
  ),
  sound: <path d="M4 8v4h2.5L10 15V5L6.5 8zM12.8 7.5a3.5 3.5 0 0 1 0 5M15 5.5a6.4 6.4 0 0 1 0 9" />,
  spam: (
    <>
      <path d="M7 3h6l4 4v6l-4 4H7l-4-4V7z" />
      <path d="M10 6.5v4.2M10 13.3h.01" />
    </>
  ),
  sun: (
    <>
      <circle cx="10" cy="10" r="3.2" />
      <path d="M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4" />
    </>
  ),
  table: <path d="M3.5 4.5h13v11h-13zM3.5 8h13M3.5 11.8h13M8 4.5v11" />,
  tag: (
    <>
      <path d="M3.5 4.8V9l7.3 7.3a1.3 1.3 0 0 0 1.8 0l3.7-3.7a1.3 1.3 0 0 0 0-1.8L9 3.5H4.8a1.3 1.3 0 0 0-1.3 1.3z" />
      <path d="M6.8 6.8h.01" />
    </>
  ),
  trash: <path d="M3.5 5.5h13M8 5.5V3.8h4v1.7M5 5.5l.8 11h8.4l.8-11M8.5 8.5v5M11.5 8.5v5" />,
  undo: <path d="M4 8h8a4.2 4.2 0 0 1 0 8.4H7.5M7 4.5 3.5 8 7 11.5" />,
  up: <path d="m5.5 12 4.5-4.5 4.5 4.5" />,
  user: (
    <>
      <circle cx="10" cy="7" r="3" />
      <path d="M4.5 16.5c.6-3 2.8-4.5 5.5-4.5s4.9 1.5 5.5 4.5" />
    </>
  ),
  users: (
    <>
      <circle cx="7.5" cy="7.2" r="2.7" />
      <path d="M2.7 16c.4-2.7 2.3-4.2 4.8-4.2s4.4 1.5 4.8 4.2" />
      <path d="M13 4.8a2.6 2.6 0 0 1 0 4.9M14.3 12.2c1.7.5 2.8 1.8 3.1 3.8" />
    </>
  ),
  wall: (
    <>
      <rect x="2.75" y="3.5" width="14.5" height="10" rx="1.5" />
      <path d="M7 17h6M10 13.5V17" />
    </>
  ),
  whatsapp: (
    <>
      <path d="M3.2 16.8 4.3 13.3a7 7 0 1 1 2.6 2.5z" />
      <path d="M7.6 7.3c-.5 1.9 2.9 5.4 5 4.9.6-.2.9-.9.7-1.4l-1.4-.8-.9.8c-.9-.4-1.7-1.2-2.1-2.1l.7-.9-.7-1.4c-.6-.2-1.2.3-1.3.9z" />
    </>
  ),
};

export type IconName = keyof typeof drawings;
