import htmx from "htmx.org";
import { connect } from "./ts/live";
import { keys } from "./ts/keys";
import { lists } from "./ts/lists";
import { palette } from "./ts/palette";
import { menus } from "./ts/menus";
import { preferences } from "./ts/preferences";
import { uploads } from "./ts/uploads";

document.documentElement.classList.add("js");
Object.assign(window, { htmx });
preferences();
menus();
keys();
palette();
lists();
uploads();
connect((element) => htmx.trigger(element, "refresh"));
