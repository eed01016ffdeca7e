// Theme, density and keys live in cookies, so that the server draws the page right at once.
// Without script the same forms are posted and answered with a redirect.

export function preferences(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-preferences]")) return;
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (!button) return;
    event.preventDefault();
    const body = new FormData(form);
    body.set(button.name, button.value);
    document.documentElement.setAttribute(`data-${button.name}`, button.value);
    form.querySelectorAll<HTMLButtonElement>(`button[name="${button.name}"]`).forEach((one) => {
      one.setAttribute("aria-pressed", String(one === button));
    });
    void fetch(form.action, { method: "POST", body, redirect: "manual" });
  });
}
