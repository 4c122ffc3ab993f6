import { fileURLToPath } from "node:url";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Two entries: the sign-in is small, and needs nothing of the application. */
export default defineConfig({
  root,
  plugins: [react(), tailwind()],
  build: {
    manifest: true,
    target: "es2024",
    // A data: address would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: `${root}index.html`, "sign-in": `${root}sign-in.html` } },
  },
  server: { host: "127.0.0.1", strictPort: true, proxy: { "/config.json": "http://127.0.0.1:3000" } },
});
