// Menus are <details>: they work alone. Script closes them on Escape, outside clicks and when focus leaves.

export function menus(): void {
  const close = (except: EventTarget | null, focus = false): void => {
    document.querySelectorAll<HTMLDetailsElement>("details.menu[open]").forEach((menu) => {
      if (except instanceof Node && menu.contains(except)) return;
      menu.open = false;
      if (focus) menu.querySelector("summary")?.focus();
    });
  };
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("focusin", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(null, true);
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-dismiss]");
    button?.closest(".notice")?.remove();
  });
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLElement;
    if (field.matches("select[data-go]")) (field.closest("form") as HTMLFormElement).requestSubmit();
  });
}
