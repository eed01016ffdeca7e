// The listbox of the palette: drawn from groups, one line chosen, told to screen readers.

export interface Item {
  label: string;
  detail?: string;
  url?: string;
  press?: string;
  needs?: string;
  keys?: string;
  icon?: string;
  sends?: boolean;
  element?: HTMLElement;
}
export interface Group {
  label: string;
  items: Item[];
}

export function choices(box: Element): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>("[role=option]")];
}

/** Mark one line; the input keeps the focus and names it. */
export function pick(box: Element, lines: HTMLElement[], at: number): void {
  lines.forEach((line, index) => line.setAttribute("aria-selected", String(index === at)));
  const line = lines[at];
  const input = box.querySelector("[role=combobox]");
  if (line) input?.setAttribute("aria-activedescendant", line.id);
  else input?.removeAttribute("aria-activedescendant");
  line?.scrollIntoView({ block: "nearest" });
}

export function draw(box: HTMLElement, groups: Group[], isWhole: boolean): void {
  const list = box.querySelector("[role=listbox]");
  const said = box.querySelector("[data-said]");
  let number = 0;
  list?.replaceChildren(
    ...groups.map((group) => {
      const part = element("div", "part");
      part.setAttribute("role", "group");
      if (group.label) {
        part.setAttribute("aria-label", group.label);
        const title = element("p", "title", group.label);
        title.setAttribute("aria-hidden", "true");
        part.append(title);
      }
      part.append(...group.items.map((item) => drawn(item, `choice-${number++}`, box.dataset.icons ?? "")));
      return part;
    }),
  );
  pick(box, choices(box), 0);
  // The last line, "search everywhere", is no result.
  const found = groups.reduce((sum, { items }) => sum + items.length, 0) - Number(isWhole);
  const isNothing = isWhole && found === 0;
  if (said) said.textContent = isNothing ? (box.dataset.none ?? "") : isWhole ? counted(box, found) : "";
}

const counted = (box: HTMLElement, found: number): string =>
  found === 1 ? (box.dataset.single ?? "") : (box.dataset.count ?? "").replace("%s", String(found));

function drawn(item: Item, id: string, icons: string): HTMLElement {
  const line = element("div", "line") as HTMLElement & { item?: Item };
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  line.id = id;
  line.item = item;
  line.append(icon(icons, item.icon || "next"), element("span", "grow", item.label));
  if (item.detail) line.append(element("span", "quiet-text small clip", item.detail));
  for (const cap of item.keys?.split(" ") ?? []) if (cap) line.append(element("kbd", "", cap));
  return line;
}

function element(tag: string, kind: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}

function icon(sprite: string, name: string): Element {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  drawing.append(use);
  return drawing;
}
