import { defineConfig } from "vitest/config";

// The chat (in the frame) and the demonstration page. The loader is built apart: see vite.loader.config.ts.
export default defineConfig({
  // A test reads the styles.
  test: { css: true },
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
