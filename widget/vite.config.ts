import { defineConfig } from "vitest/config";

// What the pages in our frames have in common.
const head = `<meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">`;

// The chat (in the frame) and the demonstration page. The loader is built apart: see vite.loader.config.ts.
export default defineConfig({
  // A test reads the styles.
  test: { css: true },
  plugins: [
    {
      name: "head",
      transformIndexHtml: { order: "pre", handler: (page) => page.replace("<!-- head -->", head) },
    },
  ],
  base: "/widget/",
  build: {
    outDir: "../src/Hub/wwwroot/widget",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    // A data: address is refused by a strict content policy, so nothing is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["chat.html", "demo.html", "preview.html"] },
  },
});
