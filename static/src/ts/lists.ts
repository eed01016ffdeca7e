// Lists: the row in focus is marked; a box over a column of boxes; a count of what is ticked.

export function lists(): void {
  document.addEventListener("focusin", (event) => {
    const row = (event.target as Element).closest<HTMLElement>("[data-rows] > *");
    if (!row) return;
    row.parentElement?.querySelector(".here")?.classList.remove("here");
    row.classList.add("here");
  });
  // The address may have changed since the page was drawn; an export takes what is seen now.
  document.addEventListener("submit", (event) => {
    const field = (event.target as HTMLFormElement).querySelector<HTMLInputElement>("[data-query]");
    if (field) field.value = window.location.search.slice(1);
  });
  document.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    const form = box.form;
    if (!form || box.type !== "checkbox") return;
    if (box.matches("[data-all]")) boxes(form).forEach((one) => (one.checked = box.checked));
    if (box.matches("[data-all], [data-one]")) count(form);
  });
}

function boxes(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.elements].filter((one): one is HTMLInputElement => one instanceof HTMLInputElement && one.matches("[data-one]"));
}

function count(form: HTMLFormElement): void {
  const chosen = boxes(form).filter((box) => box.checked).length;
  form.querySelectorAll("[data-chosen]").forEach((place) => (place.textContent = String(chosen)));
  form.querySelectorAll<HTMLButtonElement>("[data-needs-choice]").forEach((button) => (button.disabled = chosen === 0));
}
