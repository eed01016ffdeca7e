// Who else is on this record: pictures or initials in the top bar, names for screen readers and as tooltips.
import { iAmAt, type Person } from "./live";
import { isEditing, recordHere } from "./news";

const LOOK = 1_000;

/** Say where this page is, as it changes: a record may be opened beside the list. */
export function faces(): void {
  const tell = (): void => {
    const place = recordHere();
    if (!place) show("", []);
    iAmAt(place, place && isEditing() ? "edit" : "see");
  };
  tell();
  window.setInterval(tell, LOOK);
}

export function show(_here: string, people: Person[]): void {
  const place = document.querySelector<HTMLElement>("[data-faces]");
  if (!place) return;
  place.hidden = !people.length;
  place.replaceChildren(
    ...people.slice(0, 5).map((person) => {
      const face = document.createElement("span");
      const words = (person.doing === "edit" ? place.dataset.edits : place.dataset.sees) ?? "%s";
      face.append(person.picture ? picture(place.dataset.picture ?? "", person) : initials(person.name));
      face.title = words.replace("%s", () => person.name);
      face.setAttribute("role", "img");
      face.setAttribute("aria-label", face.title);
      if (person.doing === "edit") face.className = "edits";
      return face;
    }),
  );
}

function picture(address: string, person: Person): HTMLImageElement {
  const image = document.createElement("img");
  image.src = `${address.replace("/0/", `/${person.id}/`)}?v=${person.picture}`;
  image.alt = "";
  return image;
}

function initials(name: string): string {
  const words = name.split(/[\s@.()]+/).filter(Boolean);
  return (words[0]?.[0] ?? "?").toUpperCase() + (words.length > 1 ? (words[1]?.[0] ?? "").toUpperCase() : "");
}
