// What others changed, shown without losing one's place: rows of a list and the open record are fetched again and
// put in where they differ. Scroll, focus, ticks and open parts stay; what is being typed is never overwritten.
import { Idiomorph } from "idiomorph";
import type { Fact } from "./live";
import { notice, say } from "./news_notice";

type Process = (element: Element) => void;

const TOGETHER = 300;
const AGAIN = 4_000;
const TRIES = 5;
const KEPT = new Set(["open", "checked", "value", "aria-selected", "aria-expanded"]);
const ASKED: Record<string, Record<string, string>> = {
  panel: { "HX-Request": "true", "HX-Target": "panel" },
  part: { "HX-Request": "true" },
};
const NOUN = "(brands|skus|importers|imports|review|merges|lists|quarantine|conflicts|tags|jobs)";
const RECORD = new RegExp(`/${NOUN}/(\\d+)/(?:[?#].*)?$`);
const WITHIN = new RegExp(`/${NOUN}/(\\d+)/`);
const LIST = new RegExp(`/${NOUN}/$`);
/** The review queue lists proposals, and conflicts are rows that wait. */
const word = (noun = ""): string => ({ review: "proposals", conflicts: "quarantine" })[noun] ?? noun;

let process: Process = () => undefined;
let timer = 0;
let topics = new Set<string>();
/** Whether somebody else did any of what was heard: of one's own acts nobody need be told. */
let isOfOthers = false;
let tries = 0;

export function news(how: Process): { facts: (facts: Fact[]) => void; anew: () => void } {
  process = how;
  const later = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void show(), TOGETHER);
  };
  return {
    facts: (facts) => {
      facts.flatMap((fact) => fact.topics).forEach((topic) => topics.add(topic));
      isOfOthers ||= facts.some((fact) => !fact.mine);
      later();
    },
    anew: () => {
      isOfOthers = true;
      ["brands", "skus", "importers", "imports", "proposals", "merges", "lists", "quarantine", "tags"].forEach((noun) => topics.add(noun));
      later();
    },
  };
}

/** The record an address names, as a topic: `brands:5`. */
export const topicOf = (url: string): string => {
  const found = RECORD.exec(url);
  return found ? `${word(found[1])}:${found[2]}` : "";
};
/** The record this page shows, also on its tabs and forms, or the one open beside a list. */
export const recordHere = (): string => {
  const panel = document.getElementById("panel");
  const open = panel?.dataset.open && !panel.hidden ? `${panel.dataset.base}${panel.dataset.open}/` : "";
  const page = WITHIN.exec(location.pathname);
  return open ? topicOf(open) : page ? `${word(page[1])}:${page[2]}` : "";
};
export const isEditing = (): boolean => location.pathname.endsWith("/edit/") || changedForm(document.body);

async function show(): Promise<void> {
  const heard = topics;
  const ofOthers = isOfOthers;
  topics = new Set();
  isOfOthers = false;
  const concerns = (topic: string): boolean => heard.has(topic) || heard.has(topic.split(":")[0] ?? "");
  const rows = [...document.querySelectorAll<HTMLElement>("#results [data-rows] > *")];
  if ((rows.some((row) => concerns(keyOf(row))) || heard.has(nounHere())) && !(await refreshRows(rows, ofOthers))) return again(heard, ofOthers);
  tries = 0;
  if (heard.has(nounHere()) && !document.getElementById("results")) await refreshPart(document.getElementById("content"), location.href, ofOthers);
  const record = recordHere();
  if (!record || !concerns(record)) return;
  const panel = document.getElementById("panel");
  if (panel && !panel.hidden) await refreshPart(panel, `${panel.dataset.base}${panel.dataset.open}/`, ofOthers);
  else if (!rows.length || !document.getElementById("results")) await refreshPart(document.getElementById("content"), location.href, ofOthers);
}

/** The server did not answer: what was heard is not forgotten, it is asked for again a little later. */
function again(heard: Set<string>, ofOthers: boolean): void {
  if (++tries > TRIES) return;
  isOfOthers ||= ofOthers;
  heard.forEach((topic) => topics.add(topic));
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void show(), AGAIN * tries);
}

const nounHere = (): string => word(LIST.exec(location.pathname)?.[1]);
const keyOf = (row: Element): string => topicOf(row.querySelector<HTMLAnchorElement>(".open")?.href ?? "");

async function fetched(url: string, target: string): Promise<Document | null> {
  const headers: Record<string, string> = ASKED[target] ?? {};
  try {
    const answer = await fetch(url, { headers, redirect: "error" });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

/** False when no answer came. */
async function refreshRows(rows: HTMLElement[], ofOthers: boolean): Promise<boolean> {
  const answer = await fetched(location.href, "");
  if (!answer?.querySelector("#results")) return Boolean(answer);
  const fresh = new Map([...answer.querySelectorAll("#results [data-rows] > *")].map((row) => [keyOf(row), row]));
  let others = 0;
  let changed = 0;
  for (const row of rows) {
    const now = fresh.get(keyOf(row));
    fresh.delete(keyOf(row));
    if (!now && mayLeave(row)) row.remove();
    else if (!now) row.classList.toggle("gone", Boolean(++others));
    else if (text(now) !== text(row)) {
      replace(row, now);
      changed += 1;
    }
  }
  if (changed) say("row");
  // Whoever settles proposals knows that the rows below move up.
  if ((others || fresh.size) && (ofOthers || !reviewing())) notice("list", "look", () => location.reload());
  return true;
}

const reviewing = (): boolean => Boolean(document.querySelector("[data-review-bar]"));
/** From the review queue what somebody else settled goes at once, unless one is at it. */
const mayLeave = (row: Element): boolean => reviewing() && !row.matches(".here") && !row.querySelector(":checked");

const versions = (part: Element): string => [...part.querySelectorAll<HTMLInputElement>("[name=version]")].map((field) => field.value).join();
const text = (row: Element): string => (row.textContent ?? "").replace(/\s+/g, " ").trim();

function replace(row: HTMLElement, now: Element): void {
  const kept = ["here", "shown"].filter((name) => row.classList.contains(name));
  Idiomorph.morph(row, now, { morphStyle: "outerHTML", callbacks: { beforeAttributeUpdated: mayUpdate } });
  row.classList.add(...kept);
  flash(row);
}

/** What a person did to the page stays; what a form carries unseen, such as the version it began from, is news. */
function mayUpdate(name: string, node: Element): boolean {
  return !KEPT.has(name) || (name === "value" && ((node as HTMLInputElement).type === "hidden" || untouched(node)));
}

/** A text nobody changed here: it follows, lest it be sent as if somebody had. */
const untouched = (node: Element | null): boolean => node instanceof HTMLInputElement && node.matches("form[method=post] :not([type=checkbox], [type=radio])") && node.value === node.defaultValue;

/** Parts that come after their page, so that nothing seen gives way to a grey box. False when one did not come. */
async function filled(page: Element): Promise<boolean> {
  const came = await Promise.all(
    [...page.querySelectorAll(".later[hx-get]")].map(async (place) => {
      const part = await fetched(place.getAttribute("hx-get") ?? "", "part");
      if (part) place.replaceWith(...part.body.children);
      return Boolean(part);
    }),
  );
  return came.every(Boolean);
}

async function refreshPart(part: HTMLElement | null, url: string, ofOthers: boolean): Promise<void> {
  if (!part) return;
  if (location.pathname.endsWith("/edit/") || changedForm(part)) return notice("kept", "look", () => location.reload(), "warn");
  const answer = await fetched(url, part.id);
  const now = part.id === "panel" ? answer?.body : answer?.getElementById("content");
  if (part.id === "content" && answer?.title) document.title = answer.title.trim();
  if (!now) return;
  if (!(await filled(now))) return notice("list", "look", () => location.reload());
  if (text(now) === text(part) && versions(now) === versions(part)) return;
  // Asked again: typing may have begun while the answer was under way.
  if (changedForm(part)) return notice("kept", "look", () => location.reload(), "warn");
  const callbacks = { beforeAttributeUpdated: mayUpdate };
  Idiomorph.morph(part, now.innerHTML, { morphStyle: "innerHTML", ignoreActiveValue: !untouched(document.activeElement), callbacks });
  process(part);
  if (ofOthers) say("page");
  flash(part.querySelector(".page-head"));
}

function flash(element: Element | null): void {
  element?.classList.add("changed");
  window.setTimeout(() => element?.classList.remove("changed"), 2_600);
}

/** Whether something was typed or chosen here that a fresh page would not know. */
function changedForm(part: Element): boolean {
  if (part.querySelector("[data-inline]")) return true;
  return [...part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("#content form[method=post] :is(input, textarea), #panel form[method=post] :is(input, textarea)")].some(
    (field) => field.type !== "hidden" && (field.type === "checkbox" || field.type === "radio" ? (field as HTMLInputElement).checked !== (field as HTMLInputElement).defaultChecked : field.value !== field.defaultValue),
  );
}
