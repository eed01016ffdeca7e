// Editing in place: a pencil beside a field brings its form, Escape or Cancel puts the field back as it was, and
// after saving the record around it is fetched anew, with the focus where it was.

type Load = (url: string, into: HTMLElement) => Promise<void>;
type Process = (element: Element) => void;

let revive: Process = () => undefined;
const before = new WeakMap<Element, Node[]>();

export function inline(load: Load, process: Process): void {
  revive = process;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const place = event.target as HTMLElement;
    if (place.matches("dd") && !place.querySelector("[data-inline]")) before.set(place, [...place.childNodes]);
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-inline-cancel]");
    if (button) back(button);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      const target = event.target as Element;
      if (event.key === "e") return edit(event, target);
      if (event.key !== "Escape" || !target.closest("[data-inline]")) return;
      event.stopImmediatePropagation();
      back(target);
    },
    true,
  );
  document.body.addEventListener("saved", (event) => void renew(event.target as Element, load));
}

/** `e` on a field: its form, in place. */
function edit(event: KeyboardEvent, target: Element): void {
  if (event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off") return;
  if (target.matches("input, select, textarea, [contenteditable]")) return;
  const pencil = target.closest("dd")?.querySelector<HTMLElement>("[data-edit]");
  if (!pencil) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pencil.click();
}

/** The field as it was before its form came. */
function back(inside: Element): void {
  const place = inside.closest("dd");
  const nodes = place && before.get(place);
  if (!place || !nodes) return;
  place.replaceChildren(...nodes);
  revive(place);
  place.querySelector<HTMLElement>("[data-edit]")?.focus();
}

async function renew(form: Element, load: Load): Promise<void> {
  const panel = form.closest<HTMLElement>("#panel");
  const name = new URL((form as HTMLFormElement).action, location.href).searchParams.get("name") ?? "";
  const url = panel ? `${panel.dataset.base}${panel.dataset.open}/` : location.href;
  const place = panel ?? document.getElementById("content");
  if (!place) return;
  await load(url, place);
  place.querySelector<HTMLElement>(`[data-edit="${CSS.escape(name)}"]`)?.focus();
}
