// What was typed into a form that was sent but not saved, because the session had ended meanwhile, is put back
// after signing in. It is kept in this tab alone, and only until the next page of the workspace.

const KEY = "draft";
const PATIENCE = 10_000;
type Draft = Record<string, Record<string, string>>;
type Open = (pencil: HTMLElement) => void;

/** `open` brings the form of a field in place. It is asked for, not clicked: a link may not be wired up yet. */
export function drafts(open: Open): void {
  document.addEventListener("submit", (event) => keep(event.target as HTMLFormElement), true);
  document.addEventListener("htmx:beforeSwap", answered);
  if (document.querySelector('meta[name="colabase-socket"]')) fill(open);
}

/** An answer that is shown in place, saved or with reasons, came to somebody who is signed in: nothing to put back. */
function answered(event: Event): void {
  const { requestConfig } = (event as CustomEvent<{ requestConfig?: { verb: string } }>).detail;
  if (requestConfig?.verb === "post") sessionStorage.removeItem(KEY);
}

const name = (form: HTMLFormElement): string => form.dataset.draft ?? "";

function keep(form: HTMLFormElement): void {
  if (!name(form)) return;
  const typed: Record<string, string> = {};
  for (const [key, value] of new FormData(form)) {
    if (typeof value === "string" && key !== "csrfmiddlewaretoken" && key !== "version") typed[key] = value;
  }
  sessionStorage.setItem(KEY, JSON.stringify({ [name(form)]: typed }));
}

/** Put back what belongs to a form of this page, or to a field whose form opens in place; the rest is done with. */
function fill(open: Open): void {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (!kept) return;
  const draft = JSON.parse(kept) as Draft;
  if (put(draft)) return;
  const until = Date.now() + PATIENCE;
  let asked = false;
  const again = (): void => {
    if (put(draft) || Date.now() > until) return document.removeEventListener("htmx:afterSettle", again);
    const link = asked ? undefined : pencil(draft);
    if (!link) return;
    asked = true;
    open(link);
  };
  document.addEventListener("htmx:afterSettle", again);
  document.addEventListener("DOMContentLoaded", again, { once: true });
}

const pencil = (draft: Draft): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>("[data-edit]")].find((link) => (link.getAttribute("hx-get") ?? "") in draft);

/** Whether there was a form to put it into. A form that came back with reasons has what was typed already. */
function put(draft: Draft): boolean {
  const form = [...document.querySelectorAll<HTMLFormElement>("form[data-draft]")].find((one) => name(one) in draft);
  if (!form) return false;
  if (form.querySelector("[aria-invalid=true]")) return true;
  for (const [key, value] of Object.entries(draft[name(form)] ?? {})) {
    const field = form.elements.namedItem(key);
    if (field instanceof RadioNodeList || field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) field.value = value;
  }
  return true;
}
