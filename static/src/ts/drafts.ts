// What was typed into a form that was sent but not saved, because the session had ended meanwhile, is put back
// after signing in. It is kept in this tab alone, and only until the next page of the workspace.

const KEY = "draft";
type Draft = Record<string, Record<string, string>>;

export function drafts(): void {
  document.addEventListener("submit", (event) => keep(event.target as HTMLFormElement), true);
  if (document.querySelector('meta[name="colabase-socket"]')) fill();
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

/** Put back what belongs to a form of this page; whatever else was kept is done with. */
function fill(): void {
  const kept = sessionStorage.getItem(KEY);
  if (!kept) return;
  const draft = JSON.parse(kept) as Draft;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    const typed = draft[name(form)];
    if (!typed || form.querySelector("[aria-invalid=true]")) continue;
    for (const [key, value] of Object.entries(typed)) {
      const field = form.elements.namedItem(key);
      if (field instanceof RadioNodeList || field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) field.value = value;
    }
  }
  sessionStorage.removeItem(KEY);
}
