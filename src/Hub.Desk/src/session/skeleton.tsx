import { useTranslation } from "react-i18next";
import "./skeleton.css";

const rows = [
  [96, 168],
  [132, 208],
  [84, 152],
  [116, 188],
  [104, 216],
  [140, 132],
  [92, 196],
];

/** The three panes before anybody knows what is in them. */
export function DeskSkeleton() {
  const { t } = useTranslation();
  return (
    <div className="ghost-desk" role="status" aria-label={t("ui.loading")}>
      <div className="ghost-rail">
        {[72, 108, 64, 88, 96].map((width) => (
          <i key={width} className="ghost" style={{ width }} />
        ))}
      </div>
      <div className="ghost-list">
        {rows.map(([name, subject]) => (
          <div key={name}>
            <i className="ghost" style={{ width: name }} />
            <i className="ghost" style={{ width: subject }} />
          </div>
        ))}
      </div>
      <div className="ghost-page" />
    </div>
  );
}
