import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

// Our name of each icon, and lucide's. Only these go into the sprite.
const NAMES: Record<string, string> = {
  activity: "activity",
  add: "plus",
  archive: "archive",
  back: "arrow-left",
  bad: "circle-x",
  brands: "tag",
  bell: "bell",
  check: "check",
  close: "x",
  columns: "columns-3",
  command: "command",
  conflict: "git-compare-arrows",
  down: "chevron-down",
  density: "rows-3",
  download: "download",
  edit: "pencil",
  expand: "maximize-2",
  exports: "file-down",
  external: "external-link",
  file: "file-text",
  filter: "list-filter",
  forward: "arrow-right",
  good: "circle-check",
  help: "circle-question-mark",
  history: "history",
  home: "house",
  importers: "building-2",
  imports: "file-up",
  info: "info",
  jobs: "loader",
  link: "link",
  keyboard: "keyboard",
  lists: "list-checks",
  menu: "menu",
  next: "chevron-right",
  person: "circle-user-round",
  pin: "pin",
  previous: "chevron-left",
  quarantine: "shield-alert",
  restore: "archive-restore",
  review: "combine",
  retry: "rotate-cw",
  scan: "scan-search",
  search: "search",
  settings: "settings",
  signout: "log-out",
  skus: "wine",
  sort_down: "arrow-down",
  sort_up: "arrow-up",
  split: "split",
  merge: "merge",
  stop: "circle-stop",
  switch: "chevrons-up-down",
  theme: "sun-moon",
  todo: "circle",
  undo: "undo-2",
  up: "chevron-up",
  upload: "upload",
  warn: "triangle-alert",
};

/** One SVG file with a `<symbol>` per icon, drawn with the text's own colour. */
export function icons(): Plugin {
  const find = createRequire(import.meta.url).resolve;
  return {
    name: "icons",
    generateBundle() {
      const symbols = Object.entries(NAMES).map(([name, lucide]) => {
        const svg = readFileSync(find(`lucide-static/icons/${lucide}.svg`), "utf8");
        const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
        return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
      });
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "static/src/icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`,
      });
    },
  };
}
