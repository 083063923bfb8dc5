import { type ReactNode, useId, useState } from "react";

interface Props {
  /** Words of the button while it is folded, and while it is not. */
  show: string;
  hide: string;
  /** Dots before the words, as mail programs draw a quotation. */
  dots?: boolean;
  className?: string;
  children: (id: string) => ReactNode;
}

/** Something that is folded until somebody wants it. */
export function Fold({ show, hide, dots, className = "quoted", children }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={className}>
      <button
        type="button"
        className="fold"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {dots && <span aria-hidden="true">…</span>}
        {open ? hide : show}
      </button>
      {open && children(id)}
    </div>
  );
}
