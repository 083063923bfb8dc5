import { defineConfig } from "vite";

// One self-contained classic script for pages that are not ours, hence the old target and the short name.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "../src/Hub/wwwroot/widget",
    emptyOutDir: false,
    target: "es2019",
    lib: { entry: "src/loader/main.ts", formats: ["iife"], name: "hubLoader", fileName: () => "loader.js" },
  },
});
