// The command palette: actions of the role, what this page offers, and records as one types.
import { choices, draw, type Group, type Item, pick } from "./palette_list";

const WAIT = 120;
let actions: Group[] | null = null;
let asked: AbortController | null = null;
let timer = 0;
let shown = Promise.resolve();

export function palette(): void {
  const box = document.querySelector<HTMLDialogElement>("#palette");
  const input = box?.querySelector("input");
  if (!box || !input) return;
  const open = (): void => {
    if (box.open) return box.close();
    document.querySelectorAll("dialog[open]").forEach((one) => (one as HTMLDialogElement).close());
    input.value = "";
    box.showModal();
    void show(box, "");
  };
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-open-palette]")) open();
    if (target === box || target.closest("#palette [data-close]")) box.close();
    const line = target.closest<HTMLElement>("#palette [role=option]");
    if (line) run(box, line);
  });
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    asked?.abort();
    void show(box, input.value.trim());
  });
  box.addEventListener("keydown", (event) => keys(event, box));
  box.querySelector("[data-ask]")?.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("close", () => asked?.abort());
}

function keys(event: KeyboardEvent, box: HTMLDialogElement): void {
  const lines = choices(box);
  const at = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    const far = event.key.startsWith("Page");
    pick(box, lines, far ? Math.min(Math.max(step, 0), lines.length - 1) : (step + lines.length) % Math.max(lines.length, 1));
  }
  if (event.key === "Enter" && (event.target as Element).matches("input") && !event.isComposing) {
    event.preventDefault();
    void enter(box);
  }
}

/** Whoever types fast and presses Enter means what was typed, not what is still shown. */
async function enter(box: HTMLDialogElement): Promise<void> {
  await Promise.resolve();
  const chosen = (): HTMLElement | null => box.querySelector("[role=option][aria-selected=true]");
  if (!chosen() || box.dataset.drawn !== box.querySelector("input")?.value.trim()) await shown;
  const line = chosen();
  if (line && box.open) run(box, line);
}

function show(box: HTMLDialogElement, text: string): Promise<void> {
  shown = look(box, text);
  return shown;
}

async function look(box: HTMLDialogElement, text: string): Promise<void> {
  const own = merged([...here(box), ...(await known(box))]);
  if (text !== box.querySelector("input")?.value.trim()) return;
  const fit = text ? matching(own, text) : own;
  draw(box, fit, false);
  box.dataset.drawn = text;
  if (!text) return;
  await new Promise((resolve) => (timer = window.setTimeout(resolve, WAIT)));
  const found = await records(box, text);
  if (found === null || text !== box.querySelector("input")?.value.trim()) return;
  const more = { label: "", items: [everywhere(box, text)] };
  draw(box, [...fit.slice(0, 1), ...found, ...fit.slice(1), more], true);
}

function merged(groups: Group[]): Group[] {
  const labels = [...new Set(groups.map(({ label }) => label))];
  return labels.map((label) => ({ label, items: groups.filter((one) => one.label === label).flatMap(({ items }) => items) }));
}

/** The actions of this role, asked once per page; without an answer the page's own still work. */
async function known(box: HTMLDialogElement): Promise<Group[]> {
  try {
    actions ??= ((await (await fetch(box.dataset.actions ?? "")).json()) as { groups: Group[] }).groups;
  } catch {
    return [];
  }
  const works = (item: Item): boolean => [item.press, item.needs].every((one) => !one || document.querySelector(one));
  return actions.map(({ label, items }) => ({ label, items: items.filter(works) })).filter(({ items }) => items.length);
}

/** Buttons at the head of this page, those that act on ticked rows, and what a form on it is sent with. */
const HERE = [
  ".page-head .acts :is(a.button, button, summary.button)",
  "#bulk.some .bulk-acts button",
  "#content form button:is(.primary, .danger)",
].join();

function here(box: HTMLDialogElement): Group[] {
  const buttons = [...document.querySelectorAll<HTMLElement>(HERE)];
  const items = buttons
    .filter((button) => button.checkVisibility() && !button.dataset.act)
    .map((element) => ({ label: (element.textContent ?? "").replace(/\s+/g, " ").trim(), element, icon: "next" }));
  return items.length ? [{ label: box.dataset.here ?? "", items }] : [];
}

async function records(box: HTMLDialogElement, text: string): Promise<Group[] | null> {
  const mine = (asked = new AbortController());
  try {
    const answer = await fetch(`${box.dataset.records}?q=${encodeURIComponent(text)}`, { signal: mine.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return ((await answer.json()) as { groups: Group[] }).groups;
  } catch {
    const place = box.querySelector("[data-said]");
    if (!mine.signal.aborted && place) place.textContent = box.dataset.failed ?? "";
    return null;
  }
}

function everywhere(box: HTMLDialogElement, text: string): Item {
  const label = (box.dataset.everywhere ?? "").replace("%s", () => text);
  return { label, icon: "search", url: `${box.dataset.searchUrl}?q=${encodeURIComponent(text)}` };
}

/** Every typed word begins a word of the label. */
function matching(groups: Group[], text: string): Group[] {
  const plain = (one: string): string => one.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const typed = plain(text).split(/\s+/);
  const fits = ({ label }: Item): boolean => {
    const words = plain(label).split(/[\s:,()]+/);
    return typed.every((one) => words.some((word) => word.startsWith(one)));
  };
  return groups.map(({ label, items }) => ({ label, items: items.filter(fits) })).filter(({ items }) => items.length);
}

function run(box: HTMLDialogElement, line: HTMLElement): void {
  const item = (line as HTMLElement & { item?: Item }).item;
  box.close();
  if (!item) return;
  const target = item.element ?? (item.press ? document.querySelector<HTMLElement>(item.press) : null);
  if (target?.matches("input")) return target.focus();
  target?.focus(); // a menu opens: the next key goes into it
  if (target) return target.click();
  const form = box.querySelector<HTMLFormElement>("[data-send]");
  if (!item.sends || !form) return window.location.assign(item.url ?? "");
  form.action = item.url ?? "";
  form.submit();
}
