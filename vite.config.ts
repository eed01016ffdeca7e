import { defineConfig } from "vite";
import { icons } from "./static/icons.ts";

// The output is hashed and named by a manifest that the template tags read; it is not committed.
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [icons()],
  build: {
    outDir: "static/dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: ["static/src/main.ts", "static/src/css/index.css"],
      // htmx evaluates what a page asks it to; none of ours does, and their policy forbids it.
      checks: { eval: false },
    },
  },
});
