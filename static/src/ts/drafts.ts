// What was typed into a form that was sent but not saved, because the session had ended meanwhile, is put back
// after signing in. It is kept in this tab alone, until it is saved or discarded, or somebody signs out.

const KEY = "draft";
const PARTED = "draft-parted";
const PATIENCE = 10_000;
type Draft = Record<string, Record<string, string>>;
type Open = (pencil: HTMLElement) => void;

/** `open` brings the form of a field in place. It is asked for, not clicked: a link may not be wired up yet. */
export function drafts(open: Open): void {
  document.addEventListener("submit", (event) => keep(event.target as HTMLFormElement), true);
  document.addEventListener("htmx:beforeSwap", answered);
  document.addEventListener("click", discarded);
  if (document.querySelector('meta[name="colabase-socket"]')) fill(open);
  else if (sessionStorage.getItem(KEY)) sessionStorage.setItem(PARTED, "yes");
}

/** An answer that is shown in place, saved or with reasons, came to somebody who is signed in: nothing to put back. */
function answered(event: Event): void {
  const { requestConfig } = (event as CustomEvent<{ requestConfig?: { verb: string } }>).detail;
  if (requestConfig?.verb === "post") forget();
}

function forget(): void {
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(PARTED);
}

/** Cancelling the form in place, or the button beside what was put back. */
function discarded(event: Event): void {
  const button = (event.target as Element).closest("[data-inline-cancel], [data-draft-discard]");
  if (!button) return;
  forget();
  if (button.matches("[data-draft-discard]")) location.reload();
}

const name = (form: HTMLFormElement): string => form.dataset.draft ?? "";

function keep(form: HTMLFormElement): void {
  if (form.matches("[data-sign-out]")) forget();
  if (!name(form)) return;
  sessionStorage.removeItem(PARTED);
  const typed: Record<string, string> = {};
  for (const [key, value] of new FormData(form)) {
    if (typeof value === "string" && key !== "csrfmiddlewaretoken" && key !== "version") typed[key] = value;
  }
  sessionStorage.setItem(KEY, JSON.stringify({ [name(form)]: typed }));
}

/** Put back what belongs to a form of this page, or to a field whose form opens in place. What was sent while signed in
 * was answered by this page: only what met the sign-in page stays. */
function fill(open: Open): void {
  const kept = sessionStorage.getItem(KEY);
  if (!kept) return;
  if (!sessionStorage.getItem(PARTED)) return forget();
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
  if (form.querySelector("[aria-invalid=true]")) {
    forget();
    return true;
  }
  for (const [key, value] of Object.entries(draft[name(form)] ?? {})) {
    const field = form.elements.namedItem(key);
    if (field instanceof RadioNodeList || field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) field.value = value;
  }
  const note = document.querySelector<HTMLTemplateElement>("#draft-note");
  if (note) form.prepend(note.content.cloneNode(true));
  return true;
}
