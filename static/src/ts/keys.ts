// Single keys, off by choice (WCAG 2.1.4). What there is stands in the help overlay, which the server draws:
// each line has its key and what it presses. `g` waits a second for the place to go.

const GO_WAIT = 1_000;

export function keys(): void {
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.documentElement.dataset.keys === "off") return;
    if (Date.now() - going < GO_WAIT) {
      going = 0;
      const link = document.querySelector<HTMLAnchorElement>(`a[data-go-key="${CSS.escape(event.key)}"]`);
      if (link) return act(event, () => link.click());
    }
    switch (event.key) {
      case "g":
        going = Date.now();
        return;
      case "?":
        return act(event, help);
      case "j":
        return act(event, () => step(1));
      case "k":
        return act(event, () => step(-1));
      case "x":
        return act(event, () => document.querySelector<HTMLInputElement>(".here input[type=checkbox]")?.click());
      default:
        return press(event);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (event.target as Element).matches("[data-search]")) (event.target as HTMLElement).blur();
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-open-keys]")) help();
  });
}

function act(event: KeyboardEvent, what: () => void): void {
  event.preventDefault();
  what();
}

/** A key of the overlay: click, or go to, what it names on this page. */
function press(event: KeyboardEvent): void {
  if (event.key.length !== 1) return;
  const line = document.querySelector<HTMLElement>(`#keys [data-key="${CSS.escape(event.key)}"][data-press]`);
  const target = line && document.querySelector<HTMLElement>(line.dataset.press ?? "");
  if (!target) return;
  act(event, () => {
    if (target.matches("input, summary")) target.focus(); // Tab goes on from there, into what a summary opens
    if (!target.matches("input")) target.click();
  });
}

/** Show what works here: lines whose element this page does not have are left out. */
function help(): void {
  const box = document.querySelector<HTMLDialogElement>("#keys");
  if (!box || box.open) return;
  box.querySelectorAll<HTMLElement>("[data-key]").forEach((line) => {
    line.hidden = Boolean(line.dataset.needs) && !document.querySelector(line.dataset.needs ?? "");
  });
  box.showModal();
}

function typing(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open]")) return true;
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), select, textarea"));
}

/** Move to the next or previous row; its link takes the focus, so Enter opens it. */
function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-rows] > *")].filter((row) => row.querySelector(".open"));
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("here"));
  const next = Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[at]?.classList.remove("here");
  rows[next]?.classList.add("here");
  const link = rows[next]?.querySelector<HTMLElement>(".open");
  link?.focus({ preventScroll: true });
  rows[next]?.scrollIntoView({ block: "nearest" });
}
