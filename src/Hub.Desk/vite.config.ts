import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.HUB_URL ?? "http://127.0.0.1:5080";

export default defineConfig({
  base: "/desk/",
  plugins: [react()],
  build: { outDir: "../Hub/wwwroot/desk", emptyOutDir: true, target: "es2022" },
  server: {
    proxy: { "/api": server, "/hubs": { target: server, ws: true }, "/widget": server, "/chat": server, "/demo": server },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}"] },
});
