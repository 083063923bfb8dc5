/** A ticket without its words: a chat, an answer, an event, a note and a mail, each in the shape it has in the desk. */
export function Conversation() {
  return (
    <div className="talk" aria-hidden="true">
      <div className="talk-column">
        <Bubble from="them" lines={[196, 132]} />
        <Bubble from="us" lines={[224, 176, 88]} />
        <div className="talk-event">
          <i style={{ width: 120 }} />
        </div>
        <div className="talk-note">
          <i style={{ width: 216 }} />
        </div>
        <div className="talk-mail">
          <i style={{ width: 96 }} />
          <i style={{ width: 248 }} />
          <i style={{ width: 204 }} />
        </div>
        <Bubble from="us" lines={[168]} />
      </div>
    </div>
  );
}

function Bubble({ from, lines }: { from: "them" | "us"; lines: number[] }) {
  return (
    <div className={`talk-bubble ${from}`}>
      <span />
      <div>
        {lines.map((width) => (
          <i key={width} style={{ width }} />
        ))}
      </div>
    </div>
  );
}
