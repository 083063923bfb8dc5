// The launcher's style lives in its shadow root: the page's rules cannot reach in, and ours cannot leak out.
// 628 px of chat at a height of 800 leave the page's own header free. The badge shows its first line, the number;
// a screen reader reads on. Sides are the window's own, whatever way the page is written.
export const style = `:host{all:initial!important}
button,iframe,span{position:fixed;z-index:2147483000;right:var(--x);bottom:var(--y)}
.left>*{right:auto;left:var(--x)}
button{width:56px;height:56px;border:0;border-radius:50%;padding:16px;background:var(--a);color:var(--i);box-shadow:0 4px 16px #1d1b1833}
button:hover{opacity:.9}
button:focus-visible{outline:2px solid var(--a);outline-offset:2px}
svg{display:block;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round}
span{margin:0 -4px 38px;width:22px;height:22px;border-radius:50%;background:#b3261e;color:#fff;font:600 12px/22px system-ui;text-align:center;white-space:pre;overflow:hidden}
.left>span{margin-left:38px}
span:empty,.b>button,.b>span{display:none}
iframe{bottom:calc(var(--y) + 68px);width:384px;height:min(672px,100vh - 148px - var(--y));border:0;border-radius:12px;color-scheme:light dark;background:canvas;box-shadow:0 0 0 1px #8883,0 16px 56px -16px #0008;visibility:hidden;opacity:0}
.b>iframe{bottom:var(--y)}
.o>iframe{visibility:visible;opacity:1;transition:.14s}
@media(max-width:500px),(max-height:500px){button,span{--x:16px;bottom:max(0px,var(--y) - 8px)}.left>iframe,iframe{left:0;top:0;width:100%;height:var(--h,100dvh);border-radius:0}.o>button{display:none}}
@media(prefers-reduced-motion){.o>iframe{transition:none}}`;
