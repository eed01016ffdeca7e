// Files: dropped or picked, shown by name, sent with a bar. Without script it is a plain form.

export function uploads(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-upload]").forEach(prepare);
}

function prepare(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const zone = form.querySelector<HTMLElement>(".drop");
  if (!input || !zone) return;
  input.addEventListener("change", () => list(form, input));
  // Anywhere on the page: beside the zone the browser would leave the page and show the file.
  for (const name of ["dragenter", "dragover"] as const) document.addEventListener(name, (event) => over(event, zone, true));
  for (const name of ["dragleave", "drop"] as const) document.addEventListener(name, (event) => over(event, zone, false));
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    list(form, input);
  });
  form.addEventListener("submit", (event) => {
    if (!input.files?.length) return;
    event.preventDefault();
    send(form);
  });
}

function over(event: DragEvent, zone: HTMLElement, is: boolean): void {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  zone.classList.toggle("over", is);
}

function list(form: HTMLFormElement, input: HTMLInputElement): void {
  const place = form.querySelector("[data-picked]");
  if (!place) return;
  const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  place.replaceChildren(
    ...[...(input.files ?? [])].map((file) => {
      const item = document.createElement("li");
      const name = document.createElement("span");
      const weight = document.createElement("span");
      name.textContent = file.name;
      weight.textContent = file.size < 1e6 ? `${size.format(file.size / 1e3)} kB` : `${size.format(file.size / 1e6)} MB`;
      weight.className = "faint nowrap";
      item.append(name, weight);
      return item;
    }),
  );
}

function send(form: HTMLFormElement): void {
  const bar = form.querySelector<HTMLProgressElement>("[data-sent]");
  const status = form.querySelector<HTMLElement>("[data-sent-text]");
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Upload", "1");
  request.upload.onprogress = (event) => {
    if (!bar || !event.lengthComputable) return;
    bar.hidden = false;
    bar.max = event.total;
    bar.value = event.loaded;
    if (status) status.textContent = `${Math.round((100 * event.loaded) / event.total)} %`;
  };
  const fail = (): void => {
    if (button) button.disabled = false;
    if (status) status.textContent = form.dataset.failed ?? "";
  };
  request.onload = () => {
    const place = request.getResponseHeader("X-Location");
    if (place) return window.location.assign(place);
    const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[data-problems]");
    form.querySelector("[data-problems]")?.replaceWith(answer ?? document.createElement("div"));
    return fail();
  };
  request.onerror = fail;
  if (button) button.disabled = true;
  request.send(new FormData(form));
}
