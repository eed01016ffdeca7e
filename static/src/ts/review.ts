// The review queue by keyboard: one act settles the row in focus (or what is open beside the list), its row leaves,
// and the next proposal is there at once. Ticked rows go to the preview of a group, as without script.

interface Told {
  id: number;
  leaves: boolean;
  next: string;
}
type Ask = (verb: "get" | "post", url: string, into: HTMLElement, select?: string) => Promise<void>;

const FIRST = 0;
const FEW = 5;

export function review(ask: Ask): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-act]");
    if (!button) return;
    const bar = button.closest<HTMLFormElement>("[data-review-bar]");
    if (bar) pressed(event, button, bar, ask);
    else if (button.dataset.focus) point(button);
  });
  document.body.addEventListener("settled", (event) => void settled((event as CustomEvent<Told>).detail, ask));
}

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("#results [data-rows] > *")].filter((row) => row.querySelector(".open"));
const link = (row: Element | undefined): HTMLAnchorElement | null => row?.querySelector<HTMLAnchorElement>(".open") ?? null;
const idOf = (row: Element | undefined): string => /\/(\d+)\//.exec(link(row)?.href.replace(/^.*\/review/, "/review") ?? "")?.[1] ?? "";
const openPanel = (): HTMLElement | null => document.querySelector<HTMLElement>("#panel:not([hidden])");

function pressed(event: Event, button: HTMLButtonElement, bar: HTMLFormElement, ask: Ask): void {
  const what = button.value;
  const single = what === "split" || what === "link";
  if (!single && [...bar.elements].some((one) => (one as HTMLInputElement).matches("[data-one]:checked"))) return;
  event.preventDefault();
  const inside = openPanel()?.querySelector<HTMLButtonElement>(`[data-act="${what}"]`);
  if (inside) return inside.click();
  const row = rows().find((one) => one.classList.contains("here")) ?? rows()[FIRST];
  if (!row) return;
  row.classList.add("here");
  if (single) return link(row)?.click();
  void ask("post", `${bar.dataset.base}${idOf(row)}/${what}/`, bar);
}

/** Split and link need a choice: the focus goes to it. */
function point(button: HTMLButtonElement): void {
  button.form?.querySelector<HTMLElement>(button.dataset.focus ?? "")?.focus();
}

async function settled(told: Told, ask: Ask): Promise<void> {
  const results = document.getElementById("results");
  if (!results) return onward(told, ask);
  const all = rows();
  const at = all.findIndex((row) => idOf(row) === String(told.id));
  if (!told.leaves || at < 0 || all.length <= FEW) {
    const url = new URL(location.href);
    ["cursor", "open"].forEach((key) => url.searchParams.delete(key));
    await ask("get", url.pathname + url.search, results, "#results");
    return show(rows().find((row) => !told.leaves && idOf(row) === String(told.id)) ?? rows()[FIRST]);
  }
  all[at]?.remove();
  show(all[at + 1] ?? all[at - 1]);
}

/** The next row: open where one was open, else in focus. */
function show(row: HTMLElement | undefined): void {
  const panel = openPanel();
  if (!row) return panel?.querySelector<HTMLElement>("[data-panel-close]")?.click();
  document.querySelector("#results .here")?.classList.remove("here");
  row.classList.add("here");
  if (panel) link(row)?.click();
  else link(row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** On a proposal's own page the next one takes its place. */
async function onward(told: Told, ask: Ask): Promise<void> {
  const content = document.getElementById("content");
  if (!content || !document.querySelector("[data-proposal]")) return;
  history.pushState(null, "", told.next);
  await ask("get", told.next, content, "#content > *");
  content.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}
