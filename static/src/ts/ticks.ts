// Ticked rows of a list: the bar with what can be done to them, a range by Shift, all that fit the filters.

let last: HTMLInputElement | null = null;

export function ticks(): void {
  document.addEventListener("click", (event) => {
    const box = (event.target as Element).closest<HTMLInputElement>("[data-rows] [data-one]");
    if (!box) return;
    if (event.shiftKey && last?.isConnected) range(last, box);
    last = box;
  });
  document.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    const bar = document.querySelector<HTMLFormElement>("form#bulk");
    if (!bar || !box.matches("[data-one], [data-all], [data-every]") || box.form !== bar) return;
    if (box.matches("[data-one]") && !box.checked) clear(bar, "[data-every], [data-all]");
    if (box.matches("[data-all]") && !box.checked) clear(bar, "[data-every]");
    if (box.matches("[data-every]") && box.checked) tickAll(bar);
    show(bar); // at once: the next key may open the palette, which offers what the bar shows
  });
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLElement;
    const box = field.closest(".field")?.querySelector<HTMLInputElement>("[data-sets]");
    if (box && field !== box) box.checked = true;
  });
}

function boxes(bar: HTMLFormElement): HTMLInputElement[] {
  return [...bar.elements].filter((one): one is HTMLInputElement => one instanceof HTMLInputElement && one.matches("[data-one]"));
}

function range(from: HTMLInputElement, to: HTMLInputElement): void {
  if (!to.form) return;
  const all = boxes(to.form);
  const [start, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  if (start === undefined || end === undefined || start < 0) return;
  all.slice(start, end + 1).forEach((one) => (one.checked = to.checked));
}

function clear(bar: HTMLFormElement, what: string): void {
  bar.querySelectorAll<HTMLInputElement>(what).forEach((one) => (one.checked = false));
}

function tickAll(bar: HTMLFormElement): void {
  boxes(bar).forEach((one) => (one.checked = true));
  bar.querySelectorAll<HTMLInputElement>("[data-all]").forEach((one) => (one.checked = true));
}

function show(bar: HTMLFormElement): void {
  const chosen = boxes(bar).filter((one) => one.checked).length;
  bar.classList.toggle("some", chosen > 0);
  bar.querySelectorAll("[data-chosen]").forEach((place) => (place.textContent = String(chosen)));
}
