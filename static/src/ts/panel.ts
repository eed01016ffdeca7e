// The panel beside a list: a row's page opens in it, the address carries it (`?open=123`), so that a link or
// a reload shows the same. Without script, and on a phone, a row leads to its page.

type Load = (url: string, into: HTMLElement) => Promise<void>;

const NARROW = "(max-width: 56rem)";
const PREVIOUS = new Set(["k", "ArrowUp"]);
const NEXT = new Set(["j", "ArrowDown"]);

let load: Load;
let waiting = 0;

export function panels(how: Load): void {
  load = how;
  document.addEventListener("click", (event) => void clicked(event));
  window.addEventListener("keydown", keyed, true);
  window.addEventListener("popstate", (event) => (event.state as { htmx?: boolean } | null)?.htmx || restore());
  document.addEventListener("htmx:pushedIntoHistory", () => remember(open(), "replaceState"));
  document.addEventListener("htmx:historyRestore", restore);
  document.addEventListener("htmx:afterSettle", settled);
  // An act inside the panel comes back to the list with the panel open.
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const next = form.closest("#panel") && form.querySelector<HTMLInputElement>("[data-here]");
    if (next) next.value = location.pathname + location.search;
  });
  restore();
}

const place = (): HTMLElement | null => document.getElementById("panel");
const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>("#results [data-rows] .open")];
const keyOf = (url: string): string => /\/(\d+)\/(?:[?#].*)?$/.exec(url)?.[1] ?? "";
const open = (): string => place()?.dataset.open ?? "";
const at = (): number => links().findIndex((link) => keyOf(link.href) === open());

/** Show what the address names, or nothing. */
function restore(): void {
  const panel = place();
  if (!panel) return;
  const key = new URLSearchParams(location.search).get("open") ?? "";
  if (!/^\d+$/.test(key)) return hide();
  const url = `${panel.dataset.base}${key}/`;
  if (matchMedia(NARROW).matches) return location.replace(url);
  void show(url, false);
}

async function show(url: string, focus: boolean): Promise<void> {
  const panel = place();
  const before = document.activeElement;
  if (!panel) return;
  panel.dataset.open = keyOf(url);
  panel.hidden = false;
  mark();
  await load(url, panel);
  panel.scrollTop = 0;
  buttons(panel);
  if (focus && [before, document.body, null].includes(document.activeElement)) panel.focus({ preventScroll: true });
}

function hide(): void {
  const panel = place();
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  delete panel.dataset.open;
  mark();
}

function close(): void {
  const link = links()[at()];
  hide();
  remember("", "pushState");
  (link ?? document.querySelector<HTMLElement>("#content"))?.focus({ preventScroll: true });
}

/** Write the open record into the address. */
function remember(key: string, how: "pushState" | "replaceState"): void {
  const url = new URL(location.href);
  if ((url.searchParams.get("open") ?? "") === key) return;
  if (key) url.searchParams.set("open", key);
  else url.searchParams.delete("open");
  history[how](how === "pushState" ? { panel: key } : history.state, "", url);
}

function mark(): void {
  const key = open();
  for (const link of links()) {
    const row = link.closest<HTMLElement>("[data-rows] > *");
    if (key !== "") row?.classList.remove("here");
    row?.classList.toggle("shown", key !== "" && keyOf(link.href) === key);
    if (key !== "" && keyOf(link.href) === key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function buttons(panel: HTMLElement): void {
  for (const button of panel.querySelectorAll<HTMLButtonElement>("[data-panel-go]")) {
    const by = Number(button.dataset.panelGo);
    button.disabled = !links()[at() + by] && !onward(by);
  }
}

const onward = (by: number): HTMLElement | null => document.getElementById(by > 0 ? "page-next" : "page-previous");

/** The next or previous row, on the next or previous page of the list where this one ends. */
function go(by: number): void {
  const next = links()[at() + by];
  if (!next || at() + by < 0) {
    waiting = onward(by) ? by : 0;
    return onward(by)?.click();
  }
  const inside = place()?.contains(document.activeElement) ?? false;
  if (!inside) next.focus({ preventScroll: true });
  next.closest("[data-rows] > *")?.scrollIntoView({ block: "nearest" });
  void show(next.href, inside);
  remember(keyOf(next.href), "replaceState");
}

function settled(): void {
  if (!open()) return;
  mark();
  if (!waiting) return;
  const found = waiting > 0 ? links()[0] : links().at(-1);
  waiting = 0;
  if (!found) return;
  void show(found.href, false);
  remember(keyOf(found.href), "replaceState");
}

function clicked(event: MouseEvent): void {
  const target = event.target as Element;
  const panel = place();
  if (!panel || event.defaultPrevented) return;
  if (target.closest("[data-panel-close]")) return close();
  const button = target.closest<HTMLElement>("[data-panel-go]");
  if (button) return go(Number(button.dataset.panelGo));
  const link = target.closest<HTMLAnchorElement>("#results [data-rows] .open");
  if (!link || !keyOf(link.href) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (matchMedia(NARROW).matches) return;
  event.preventDefault();
  void show(link.href, true);
  remember(keyOf(link.href), "pushState");
}

/** While a record is open, moving through the list moves it; Escape closes. */
function keyed(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (!open() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open], details.menu[open], [popover]:popover-open")) return;
  if (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), select, textarea")) return;
  const letters = document.documentElement.dataset.keys !== "off";
  if (event.key === "Escape") return taken(event, close);
  const arrow = event.key.startsWith("Arrow");
  if (arrow ? !target.closest("#results") : !letters) return;
  if (NEXT.has(event.key)) taken(event, () => go(1));
  else if (PREVIOUS.has(event.key)) taken(event, () => go(-1));
}

function taken(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}
