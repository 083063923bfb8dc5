/** Settings that are on their way, in their final shape. */
export function Ghost() {
  return [160, 120, 200, 140].map((width) => (
    <div key={width} className="setting">
      <i className="ghost" style={{ width }} />
    </div>
  ));
}
