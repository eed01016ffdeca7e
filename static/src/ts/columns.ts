// The column chooser can also be dragged; the filter builder offers only the conditions a column takes.

export function columns(): void {
  let dragged: HTMLElement | null = null;
  document.addEventListener("dragstart", (event) => {
    dragged = (event.target as Element).closest<HTMLElement>("[data-sortable] > li");
    dragged?.classList.add("dragged");
  });
  document.addEventListener("dragover", (event) => {
    const over = (event.target as Element).closest<HTMLElement>("[data-sortable] > li");
    if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    const half = over.getBoundingClientRect();
    over[event.clientY < half.top + half.height / 2 ? "before" : "after"](dragged);
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
  });
  document.addEventListener("toggle", (event) => fit((event.target as Element).querySelector("[data-f]")), true);
  document.addEventListener("change", (event) => fit((event.target as Element).closest("[data-f]")));
  document.addEventListener("change", (event) => value((event.target as Element).closest("[data-op]")));
}

const INPUTS: Record<string, string> = { day: "date", number: "number" };

function fit(column: HTMLSelectElement | null): void {
  const form = column?.form;
  const chosen = column?.selectedOptions[0];
  if (!form || !chosen) return;
  const takes = (chosen.dataset.operators ?? "").split(" ");
  const operators = form.querySelector<HTMLSelectElement>("[data-op]")!;
  for (const one of operators.options) one.hidden = one.disabled = !takes.includes(one.value);
  if (operators.selectedOptions[0]?.disabled) operators.value = takes[0] ?? "is";
  form.querySelector<HTMLInputElement>("[data-v]")!.type = INPUTS[chosen.dataset.kind ?? ""] ?? "text";
  value(operators);
}

/** "Is missing" needs no value. */
function value(operators: HTMLSelectElement | null): void {
  const field = operators?.form?.querySelector<HTMLInputElement>("[data-v]");
  if (field) field.disabled = operators?.value === "missing";
}
