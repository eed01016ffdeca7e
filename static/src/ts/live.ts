// Live pages: one socket per page; when it is away, the parts that wait for news are polled.

interface News {
  topic: string;
  message: { id?: number; state?: string; done?: number; total?: number | null; message?: string };
}
type Refresh = (element: Element) => void;

const POLL = 2_000;
const ANYWAY = 15_000;
const SLOWEST = 30_000;

let socket: WebSocket | null = null;
let wait = 1_000;
let timer = 0;

/** Open the socket named by the page, if any, and keep it open while the page is seen. */
export function connect(refresh: Refresh): void {
  const url = document.querySelector<HTMLMetaElement>('meta[name="colabase-socket"]')?.content;
  const open = (): void => {
    if (!url || document.hidden || socket) return;
    socket = new WebSocket(url);
    socket.onopen = () => (wait = 1_000);
    socket.onmessage = (event: MessageEvent<string>) => hear(JSON.parse(event.data) as News, refresh);
    socket.onclose = (event) => {
      socket = null;
      if (event.code === 4404) return;
      timer = window.setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, SLOWEST);
    };
  };
  document.addEventListener("visibilitychange", () => {
    window.clearTimeout(timer);
    if (document.hidden) return socket?.close();
    waiting().forEach(refresh);
    open();
  });
  window.setInterval(() => poll(refresh), POLL);
  // A word can be lost; work that never seems to end is looked at now and then.
  window.setInterval(() => document.hidden || busy().forEach(refresh), ANYWAY);
  open();
}

function waiting(): Element[] {
  return [...document.querySelectorAll("[data-live]")];
}

function busy(): Element[] {
  return waiting().filter((element) => element.hasAttribute("data-busy"));
}

function poll(refresh: Refresh): void {
  if (document.hidden || socket?.readyState === WebSocket.OPEN) return;
  busy().forEach(refresh);
}

function hear(news: News, refresh: Refresh): void {
  const { topic, message } = news;
  const names = [topic, `${topic}:${message.id ?? ""}`];
  for (const element of waiting()) {
    if (!(element.getAttribute("data-live") ?? "").split(" ").some((name) => names.includes(name))) continue;
    if (message.state === "running" && message.done !== undefined && show(element, news)) continue;
    refresh(element);
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
  if (said && message.message) said.textContent = message.message;
  const far = element.querySelector(`[data-far="${message.id}"]`);
  if (far) far.textContent = message.total ? `${format.format(message.done)} / ${format.format(message.total)}` : format.format(message.done);
  return true;
}
