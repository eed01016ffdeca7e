import htmx from "htmx.org";
import { columns } from "./ts/columns";
import { connect } from "./ts/live";
import { drafts } from "./ts/drafts";
import { faces, show } from "./ts/faces";
import { inline } from "./ts/inline";
import { keys } from "./ts/keys";
import { lists } from "./ts/lists";
import { news } from "./ts/news";
import { palette } from "./ts/palette";
import { menus } from "./ts/menus";
import { panels } from "./ts/panel";
import { preferences } from "./ts/preferences";
import { ticks } from "./ts/ticks";
import { review } from "./ts/review";
import { uploads } from "./ts/uploads";

document.documentElement.classList.add("js");
Object.assign(window, { htmx });
preferences();
menus();
keys();
palette();
lists();
columns();
ticks();
uploads();
drafts((pencil) => void htmx.ajax("get", pencil.getAttribute("hx-get") ?? "", { source: pencil, target: pencil.closest("dd") ?? pencil, swap: "innerHTML" }));
inline(
  (url, into) =>
    htmx.ajax("get", url, { target: into, source: into, swap: "innerHTML", ...(into.id === "content" ? { select: "#content > *" } : {}) }),
  (element) => htmx.process(element),
);
panels((url, into) => htmx.ajax("get", url, { target: into, source: into, swap: "innerHTML" }));
review((verb, url, into, select) =>
  htmx.ajax(verb, url, { target: into, source: into, swap: verb === "post" ? "none" : select === "#results" ? "outerHTML" : "innerHTML", ...(select ? { select } : {}) }),
);
connect({ refresh: (element) => htmx.trigger(element, "refresh"), people: show, ...news((element) => htmx.process(element)) });
faces();
