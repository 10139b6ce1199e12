// The page: all runs, one run, the keys.

const VERDICT = { holds: "good", violated: "bad", inconclusive: "unsure" };
const ROWS_AT_ONCE = 500;

function data(id) {
  return JSON.parse(document.getElementById("data-" + id).textContent);
}

const overview = data("overview");
const runs = overview.logs.flatMap((log) => log.runs.map((run) => ({
  ...run, log: log.name, several: log.runs.length > 1,
})));
const detailed = runs.filter((run) => run.details !== undefined).sort((one, other) => one.details - other.details);
const broken = overview.logs.filter((log) => log.error !== undefined);
const alone = runs.length === 1 && broken.length === 0 && detailed.length === 1;
const main = document.getElementById("main");

function badge(verdict) {
  return h("span", { class: "badge " + VERDICT[verdict] }, verdict);
}

function called(run) {
  return run.log + (run.several ? ", run " + run.run : "");
}

function figures(run) {
  const figures = [count(run.matched, "event") + (run.verdict === "holds" ? "" : " matched")];
  if (run.states > 1) {
    figures.push("one of " + count(run.states, "state"));
  }
  if (run.peakStates > 1) {
    figures.push("at most " + count(run.peakStates, "state") + " at a time");
  }
  figures.push(count(run.examined, "step") + " compared", run.seconds.toFixed(run.seconds < 10 ? 1 : 0) + " s");
  return figures.join(" · ");
}

// ---- All runs

class Overview {
  constructor() {
    this.rows = [...runs].sort((one, other) => (one.details ?? 1e9) - (other.details ?? 1e9));
    this.shown = ROWS_AT_ONCE;
    this.query = "";
    this.body = h("tbody", {});
    this.more = h("button", { type: "button", class: "more", onclick: () => {
      this.shown += ROWS_AT_ONCE;
      this.fill();
    } });
    this.search = h("input", { type: "search", placeholder: "Filter", "aria-label": "Filter the runs",
      oninput: (event) => {
        this.query = event.target.value.toLowerCase();
        this.fill();
      } });
  }

  show() {
    const total = Object.keys(VERDICT).map((verdict) => [verdict, runs.filter((run) => run.verdict === verdict).length])
      .filter(([, number]) => number > 0);
    main.className = "overview";
    fill(main,
      h("h1", {}, count(runs.length, "run") + " in " + count(overview.logs.length, "log")),
      h("ul", { class: "totals" }, total.map(([verdict, number]) => h("li", {}, badge(verdict), " " + figure(number))),
        broken.length ? h("li", {}, h("span", { class: "badge bad" }, "bad input"), " " + count(broken.length, "log")) : null),
      detailed.length < runs.length ? h("p", { class: "notice" }, detailed.length
        ? "Details are here for " + figure(detailed.length) + " of them, those that do not hold first. Validate a log by itself to see its run."
        : "There are no details of these runs.") : null,
      broken.length ? h("section", {}, h("h2", {}, "Logs that cannot be read"), h("ul", { class: "broken" }, broken.map((log) =>
        h("li", {}, h("strong", {}, log.name + (log.line ? ", line " + log.line : "")), ": " + log.error)))) : null,
      h("div", { class: "tools" }, this.search),
      h("table", { class: "runs" },
        h("thead", {}, h("tr", {}, ["verdict", "log", "events", "why"].map((name) => h("th", { scope: "col" }, name)))), this.body),
      this.more);
    this.fill();
    document.title = "Lockstep report: " + overview.spec;
  }

  fill() {
    const rows = this.rows.filter((run) => [called(run), run.verdict, run.sentence || "", run.budget || "", ...run.warnings]
      .join("\n").toLowerCase().includes(this.query));
    this.body.replaceChildren(...rows.slice(0, this.shown).map((run) => h("tr", {},
      h("td", {}, badge(run.verdict)),
      h("td", { class: "name" }, run.details === undefined ? called(run) : h("a", { href: "#run-" + (run.details + 1) }, called(run))),
      h("td", { class: "number" }, figure(run.matched)),
      h("td", {}, run.sentence ? (run.event ? "Event " + figure(run.event) + ": " : "") + run.sentence : run.budget || "",
        run.warnings.length ? h("span", { class: "muted" }, (run.sentence || run.budget ? " · " : "") + count(run.warnings.length, "warning")) : null))));
    this.more.hidden = rows.length <= this.shown;
    this.more.textContent = "Show more of the " + figure(rows.length) + " runs";
  }

  key() {
    return false;
  }
}

// ---- One run

class RunPage {
  constructor(summary) {
    this.summary = summary;
    this.run = data("run-" + summary.details);
    this.words = new Words(this.run, reasonLine(this.run.stop));
    this.states = new States(this.run);
    this.panel = new StatePanel(this.run, this.words, this.states);
    this.diagram = new Diagram(this.run, this.words, (row) => this.go(row));
    this.stop = this.run.rows.findIndex((row) => row.k === BLOCKED || row.k === BROKEN || row.k === EXHAUSTED);
    this.found = h("output", { class: "muted" });
    this.search = h("input", {
      type: "search", placeholder: "Filter events", "aria-label": "Filter events by text", "aria-keyshortcuts": "/",
      oninput: () => this.filter(), onkeydown: (event) => this.searchKey(event),
    });
    this.row = -1;
  }

  show(event) {
    main.className = "run";
    fill(main, this.head(), h("div", { class: "panes" },
      h("section", { class: "left", "aria-label": "Sequence diagram" }, this.tools(), this.diagram.element), this.panel.element));
    this.diagram.measure();
    const wanted = event === null ? -1 : this.rowOf(event);
    this.go(wanted >= 0 ? wanted : this.stop >= 0 ? this.stop : 0, false);
    document.title = this.summary.verdict + ": " + called(this.summary);
  }

  head() {
    const summary = this.summary;
    const notes = [...summary.warnings.map((warning) => h("li", {}, h("strong", {}, "warning: "), warning))];
    if (this.run.leftOut > 0 && this.run.rows.length > 1) {
      notes.push(h("li", {}, "The first " + count(this.run.leftOut, "event") + " are not shown: a report has at most the last "
        + figure(overview.maxSteps) + " steps of a run."));
    }
    if (this.run.leftOutAfter > 0) {
      notes.push(h("li", {}, "The last " + count(this.run.leftOutAfter, "event") + " are not shown."));
    }
    if (summary.states > 1) {
      notes.push(h("li", {}, "The log leaves open which of several behaviours it was; this is one of them."));
    }
    if (this.run.messages.length && this.run.arrows === "guess") {
      notes.push(h("li", {}, "Who acts and where messages go is guessed from the names in the spec."));
    }
    const why = summary.sentence ? h("p", { class: "why" },
      h("button", { type: "button", class: "link", onclick: () => this.go(this.stop), "aria-keyshortcuts": "n" },
        (summary.event ? "Event " + figure(summary.event) : "The start") + (summary.eventLine ? " (line " + summary.eventLine + ")" : "")),
      ": " + summary.sentence) : null;
    return h("section", { class: "summary", "aria-label": "The verdict" },
      h("h1", {}, badge(summary.verdict), " ", called(summary)), why,
      summary.budget ? h("p", { class: "why" }, summary.budget) : null,
      h("p", { class: "muted" }, figures(summary)),
      notes.length ? h("ul", { class: "notes" }, notes) : null);
  }

  tools() {
    const button = (label, text, step) => h("button", { type: "button", "aria-label": label, title: label, onclick: step }, text);
    return h("div", { class: "tools", role: "toolbar", "aria-label": "Events" },
      button("First event", "⇤", () => this.move(-Infinity)), button("Event before", "↑", () => this.move(-1)),
      button("Next event", "↓", () => this.move(1)), button("Last event", "⇥", () => this.move(Infinity)),
      this.stop >= 0 ? h("button", { type: "button", class: "to-stop", onclick: () => this.go(this.stop) }, "Where it stopped") : null,
      this.search, this.found);
  }

  rowOf(event) {
    let found = -1;
    this.run.rows.forEach((row, index) => {
      if (row.e === event && row.k !== HIDDEN) {
        found = index;
      }
    });
    return found;
  }

  go(row, remember = true) {
    if (row < 0) {
      return;
    }
    if (this.diagram.place(row) < 0) {
      this.search.value = "";
      this.filter();
    }
    this.row = row;
    this.panel.show(row);
    this.diagram.select(row);
    if (remember) {
      const hash = (alone ? "#" : "#run-" + (this.summary.details + 1) + "/") + "event-" + this.run.rows[row].e;
      history.replaceState(null, "", hash);
    }
  }

  move(by) {
    const view = this.diagram.view;
    if (view.length) {
      const place = Math.max(0, this.diagram.place(this.row));
      this.go(view[Math.max(0, Math.min(view.length - 1, place + by))]);
    }
  }

  filter() {
    const query = this.search.value.trim();
    const view = query ? this.words.matching(query) : this.run.rows.map((ignored, index) => index);
    this.diagram.filter(view);
    this.found.textContent = query ? count(view.length, "event") : "";
    if (view.length && !view.includes(this.row)) {
      this.go(view.find((row) => row > this.row) ?? view[view.length - 1]);
    } else if (view.length) {
      this.diagram.select(this.row);
    }
  }

  searchKey(event) {
    if (event.key === "Escape") {
      this.search.value = "";
      this.filter();
      this.diagram.element.focus();
    } else if (event.key === "Enter" || event.key === "ArrowDown") {
      this.diagram.element.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Returns whether the key means something here. */
  key(event) {
    const reading = this.panel.element.contains(document.activeElement);
    switch (event.key) {
      case "j": this.move(1); return true;
      case "k": this.move(-1); return true;
      case "n": this.go(this.stop); return true;
      case "c": this.panel.toggle(); return true;
      case "/": this.search.focus(); this.search.select(); return true;
      default:
    }
    if (reading) {
      return false;
    }
    switch (event.key) {
      case "ArrowDown": this.move(1); return true;
      case "ArrowUp": this.move(-1); return true;
      case "PageDown": this.move(this.diagram.screen()); return true;
      case "PageUp": this.move(-this.diagram.screen()); return true;
      case "Home": this.move(-Infinity); return true;
      case "End": this.move(Infinity); return true;
      default: return false;
    }
  }
}

// ---- Which page

let page = null;

function route() {
  const [, number, event] = /^#(?:run-(\d+))?\/?(?:event-(\d+))?$/.exec(location.hash) || [];
  const wanted = number !== undefined ? detailed[Number(number) - 1]
    : event !== undefined || alone ? (page instanceof RunPage ? page.summary : detailed[0]) : undefined;
  if (!wanted) {
    page = new Overview();
    page.show();
  } else if (page instanceof RunPage && page.summary === wanted && event !== undefined) {
    page.go(page.rowOf(Number(event)), false);
  } else {
    page = new RunPage(wanted);
    page.show(event === undefined ? null : Number(event));
  }
  document.getElementById("home").hidden = false;
}

function isTyping(target) {
  return target instanceof HTMLInputElement && target.type === "search";
}

document.addEventListener("keydown", (event) => {
  const help = document.getElementById("help");
  if (event.ctrlKey || event.metaKey || event.altKey || help.open || isTyping(event.target)) {
    return;
  }
  const used = event.key === "?" ? (help.showModal(), true)
    : event.key === "g" && !alone ? ((location.hash = ""), true)
    : page.key(event);
  if (used) {
    event.preventDefault();
  }
});

document.getElementById("help-button").addEventListener("click", () => document.getElementById("help").showModal());
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  (document.querySelector(".scroller") || main.querySelector("a, input")).focus();
});

// ---- Light and dark

const THEMES = ["auto", "light", "dark"];
const themeButton = document.getElementById("theme");

function remembered() {
  try {
    return localStorage.getItem("lockstep-theme");
  } catch (ignored) {
    return null; // A page from a file may have no storage.
  }
}

function setTheme(theme) {
  if (theme === "auto") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  themeButton.textContent = "Theme: " + theme;
  themeButton.dataset.theme = theme;
}

themeButton.addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(themeButton.dataset.theme) + 1) % THEMES.length];
  setTheme(next);
  try {
    localStorage.setItem("lockstep-theme", next);
  } catch (ignored) {
    // It is forgotten when the page closes.
  }
});
setTheme(THEMES.includes(remembered()) ? remembered() : "auto");

window.addEventListener("beforeprint", () => page instanceof RunPage && page.diagram.print(true));
window.addEventListener("afterprint", () => page instanceof RunPage && page.diagram.print(false));
window.addEventListener("hashchange", route);
document.getElementById("what").textContent = "Validation against " + overview.spec;
route();
