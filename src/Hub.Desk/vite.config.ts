import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// An object, because Vite rewrites Host for a plain string, and the server then takes this page for a foreign site.
const server = { target: "http://127.0.0.1:5080" };

export default defineConfig(({ command }) => ({
  // The server answers every address of the desk with one page and keeps its files under /desk.
  base: command === "build" ? "/desk/" : "/",
  plugins: [react()],
  build: { outDir: "../Hub/wwwroot/desk", emptyOutDir: true, target: "es2022" },
  server: { proxy: { "/api": server, "/hubs": { ...server, ws: true } } },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}", "src/**/*.test.{ts,tsx}"] },
}));
