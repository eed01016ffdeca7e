// Words about what others did: a line over the page with one button, and the polite live region.

const words = (): DOMStringMap => document.getElementById("news")?.dataset ?? {};

/** What a running job says, in the page's language. */
export function inWords(message: string): string {
  const known = JSON.parse(words().progress ?? "{}") as Record<string, string>;
  return known[message] ?? message;
}

/** Say something to those who do not see it. */
export function say(name: string): void {
  const place = document.getElementById("live");
  if (place) place.textContent = words()[name] ?? "";
}

/** A line at the top of the page that stays until its button is pressed; one at a time. */
export function notice(name: string, button: string, act: () => void, tone = "info"): void {
  const content = document.getElementById("content");
  const icon = document.querySelector("#news .icon");
  if (!content || content.querySelector(`#told[data-about="${name}"]`)) return;
  const line = document.createElement("div");
  line.id = "told";
  line.dataset.about = name;
  line.className = `notice ${tone}`;
  line.setAttribute("role", tone === "bad" ? "alert" : "status");
  const text = document.createElement("div");
  text.textContent = words()[name] ?? "";
  const press = document.createElement("button");
  press.type = "button";
  press.className = "button small";
  press.textContent = words()[button] ?? "";
  press.addEventListener("click", () => {
    line.remove();
    act();
  });
  if (icon) line.append(icon.cloneNode(true));
  line.append(text, press);
  document.getElementById("told")?.remove();
  content.prepend(line);
}

/** The socket was closed for good: signed out, or no longer a member. */
export function closed(code: number): void {
  notice(code === 4401 ? "signedOut" : "putOut", "enter", () => location.reload(), "bad");
}
