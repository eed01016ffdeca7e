// Live pages: one socket per page. When it is away the same news is asked for now and then; a hidden tab rests,
// and catches up when it is looked at again. What has been seen is a cursor, so that nothing is missed.
import { closed, inWords } from "./news_notice";

export interface News {
  topic: string;
  message: Message;
}
interface Message {
  id?: number;
  state?: string;
  done?: number;
  total?: number | null;
  message?: string;
  cursor?: number;
  whole?: boolean;
  events?: Fact[];
  here?: string;
  people?: Person[];
}
export interface Fact {
  id: number;
  topics: string[];
  mine: boolean;
}
export interface Person {
  id: number;
  name: string;
  doing: string;
  picture?: string;
}
export interface Ears {
  refresh: (element: Element) => void;
  facts: (facts: Fact[]) => void;
  anew: () => void;
  people: (here: string, people: Person[]) => void;
}

const POLL = 2_000;
const ASK = 5_000;
const ANYWAY = 15_000;
const SLOWEST = 30_000;
const OVER = new Set([4401, 4404]);
/** Work is no fact that is written down: the list of jobs is looked at again whenever some began or ended. */
const WORK: Fact[] = [{ id: 0, topics: ["jobs"], mine: false }];
const work = (ears: Ears): void => {
  if (location.pathname.endsWith("/jobs/")) ears.facts(WORK);
};

let socket: WebSocket | null = null;
let wait = 1_000;
let timer = 0;
let cursor = "";
let here = { here: "", doing: "" };
let isOver = false;

/** Say which record this page shows (`brands:5`), and whether it is being edited; now and after each break. */
export function iAmAt(place: string, doing: string): void {
  if (here.here === place && here.doing === doing) return;
  here = { here: place, doing };
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(here));
}

/** Open the socket named by the page, if any, and keep it open while the page is seen. */
export function connect(ears: Ears): void {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="colabase-socket"]');
  if (!meta) return;
  cursor = meta.dataset.cursor ?? "";
  const open = (): void => {
    if (document.hidden || socket || isOver) return;
    socket = new WebSocket(`${meta.content}${cursor && `?since=${cursor}`}`);
    socket.onopen = () => {
      wait = 1_000;
      if (here.here) socket?.send(JSON.stringify(here));
    };
    socket.onmessage = (event: MessageEvent<string>) => hear(JSON.parse(event.data) as News, ears);
    socket.onclose = (event) => {
      socket = null;
      ears.people(here.here, []);
      isOver ||= OVER.has(event.code);
      if (isOver) return closed(event.code);
      timer = window.setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, SLOWEST);
    };
  };
  document.addEventListener("visibilitychange", () => {
    window.clearTimeout(timer);
    if (document.hidden) return socket?.close();
    busy().forEach(ears.refresh);
    wait = 1_000;
    open();
  });
  window.addEventListener("pagehide", () => socket?.close());
  window.setInterval(() => poll(ears), POLL);
  window.setInterval(() => void ask(meta.dataset.since ?? "", ears), ASK);
  // A word can be lost; work that never seems to end is looked at now and then.
  window.setInterval(() => document.hidden || busy().forEach(ears.refresh), ANYWAY);
  open();
}

function waiting(): Element[] {
  return [...document.querySelectorAll("[data-live]")];
}

function busy(): Element[] {
  return waiting().filter((element) => element.hasAttribute("data-busy"));
}

const rests = (): boolean => document.hidden || isOver || socket?.readyState === WebSocket.OPEN;

function poll(ears: Ears): void {
  if (!rests()) busy().forEach(ears.refresh);
}

/** Where no socket comes through: the same news by a small question. */
async function ask(url: string, ears: Ears): Promise<void> {
  if (rests() || !cursor) return;
  try {
    const answer = await fetch(url.replace(/0\/$/, `${cursor}/`), { redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 404) {
      isOver = true;
      return closed(answer.status === 404 ? 4404 : 4401);
    }
    if (answer.ok) know((await answer.json()) as Message, ears);
    work(ears);
  } catch {
    // No network: the next question, or the socket, will bring it.
  }
}

function know(message: Message, ears: Ears): void {
  cursor = String(message.cursor ?? cursor);
  if (message.whole === false) ears.anew();
  if (message.events?.length) ears.facts(message.events);
}

function hear(news: News, ears: Ears): void {
  const { topic, message } = news;
  // From here on every word reaches this page; work may have ended between the page and now.
  if (topic === "cursor") {
    busy().forEach(ears.refresh);
    work(ears);
  }
  if (topic === "cursor" || topic === "news") return know(message, ears);
  if (topic === "present") return ears.people(message.here ?? "", message.people ?? []);
  if (topic === "job" && message.done === undefined) work(ears);
  const names = [topic, `${topic}:${message.id ?? ""}`];
  for (const element of waiting()) {
    if (!(element.getAttribute("data-live") ?? "").split(" ").some((name) => names.includes(name))) continue;
    if (message.state === "running" && message.done !== undefined && show(element, news)) continue;
    ears.refresh(element);
  }
}

/** Move the bar of a running job without asking the server; false when the part has no bar for it. */
function show(element: Element, { message }: News): boolean {
  const bar = element.querySelector<HTMLProgressElement>(`progress[data-job="${message.id}"]`);
  if (!bar || message.done === undefined) return element.hasAttribute("data-busy") && !element.querySelector("progress");
  const format = new Intl.NumberFormat(document.documentElement.lang);
  if (message.total) {
    bar.max = message.total;
    bar.value = message.done;
  }
  const said = element.querySelector(`[data-said="${message.id}"]`);
  if (said && message.message) said.textContent = inWords(message.message);
  const far = element.querySelector(`[data-far="${message.id}"]`);
  if (far) far.textContent = message.total ? `${format.format(message.done)} / ${format.format(message.total)}` : format.format(message.done);
  return true;
}
