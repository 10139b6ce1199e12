// The sequence diagram: time goes down, a lane for each node, a row for each step. Only rows in sight are drawn.

const START = 0;
const STEP = 1;
const HIDDEN = 2;
const OBSERVATION = 3;
const BLOCKED = 4;
const BROKEN = 5;
const EXHAUSTED = 6;

const RECEIVED = 0;
const LOST = 1;

const ROW = 44;
const MARK = 17;
const GUTTER = 72;
const LABELS = 300;
const LONGEST_LABEL = 64;
const CALL_LETTER = 7.6;
const NOTE_LETTER = 5.9;
/** A message that travels over more rows than this has no arrow; the rows name each other instead. */
const FAR = 40;
const PRINTED = 80;

const SVG = "http://www.w3.org/2000/svg";

function svg(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

function cut(text, length) {
  return text.length <= length ? text : text.slice(0, length - 1) + "…";
}

/** What a run says about its rows in words. */
class Words {
  constructor(run, reasonLine) {
    this.run = run;
    this.reasonLine = reasonLine;
    this.sent = new Map();
    this.ended = new Map();
    run.messages.forEach((message, index) => {
      this.put(this.sent, message[3], index);
      this.put(this.ended, message[4], index);
    });
    this.searchable = null;
  }

  put(map, row, index) {
    if (row >= 0) {
      if (!map.has(row)) {
        map.set(row, []);
      }
      map.get(row).push(index);
    }
  }

  lane(number) {
    return number === undefined || number < 0 ? "" : this.run.lanes[number];
  }

  call(index) {
    const row = this.run.rows[index];
    switch (row.k) {
      case START:
        return this.run.leftOut > 0 ? "state after event " + figure(this.run.leftOut) : "initial state";
      case OBSERVATION:
        return "observation, no step";
      case BROKEN:
        return index === 0 ? "initial state" : this.run.texts[row.c];
      case EXHAUSTED:
        return "a budget ran out here";
      default:
        return this.run.texts[row.c];
    }
  }

  /** The second line of a row: what is unusual about it, and its messages. */
  note(index) {
    const row = this.run.rows[index];
    const notes = [];
    if (row.k === BLOCKED || row.k === BROKEN) {
      return this.reasonLine;
    }
    if (row.k === EXHAUSTED) {
      return this.run.texts[row.c];
    }
    if (row.k === HIDDEN) {
      notes.push("hidden: not in the log");
    }
    if (row.p) {
      notes.push("step " + row.p[0] + " of " + row.p[1] + " of one event");
    }
    notes.push(...this.messages(index));
    return notes.join(" · ");
  }

  messages(index) {
    const lines = [];
    const groups = new Map();
    for (const number of this.sent.get(index) || []) {
      const [label, , to, , , fate] = this.run.messages[number];
      const key = label + "/" + fate;
      if (!groups.has(key)) {
        groups.set(key, { label: this.run.texts[label], fate, to: [] });
      }
      if (to >= 0 && !groups.get(key).to.includes(this.lane(to))) {
        groups.get(key).to.push(this.lane(to));
      }
    }
    for (const number of this.ended.get(index) || []) {
      const [label, from, to, sent, , fate] = this.run.messages[number];
      const sender = this.lane(from);
      const far = sent < 0 ? ", sent earlier" : index - sent > FAR ? ", sent at event " + figure(this.run.rows[sent].e) : "";
      lines.push(fate === LOST
        ? "✕ " + this.run.texts[label] + " lost" + (to >= 0 ? " on its way to " + this.lane(to) : "")
        : "← " + this.run.texts[label] + (sender ? " from " + sender : "") + far);
    }
    for (const group of groups.values()) {
      lines.push("→ " + group.label + (group.to.length ? " to " + group.to.join(", ") : "")
        + (group.fate === LOST ? " (lost)" : group.fate === RECEIVED ? "" : " (not received)"));
    }
    return lines;
  }

  /** What a screen reader says. */
  label(index) {
    const row = this.run.rows[index];
    const parts = [];
    if (row.k === BLOCKED) {
      parts.push("impossible:");
    } else if (row.k === HIDDEN) {
      parts.push("hidden step before event " + row.e + ":");
    }
    if (row.k !== START && row.k !== HIDDEN && row.k !== EXHAUSTED) {
      parts.push("event " + row.e);
    }
    if (this.lane(row.n)) {
      parts.push("at " + this.lane(row.n));
    }
    parts.push(this.call(index), this.note(index));
    return parts.filter(Boolean).join(" ");
  }

  /** The rows that have a text in them. */
  matching(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (!this.searchable) {
      this.searchable = this.run.rows.map((row, index) => {
        const logged = (row.s || []).filter((ignored, at) => at % 3 !== 0).map((text) => this.run.texts[text]);
        const more = [row.w, row.t].filter((text) => text !== undefined).map((text) => this.run.texts[text]);
        return [this.label(index), "line " + (row.l || ""), ...logged, ...more].join("\n").toLowerCase();
      });
    }
    const found = [];
    this.searchable.forEach((text, index) => {
      if (words.every((word) => text.includes(word))) {
        found.push(index);
      }
    });
    return found;
  }
}

class Diagram {
  /** Draws into `host`; `choose` is told the index of a row that was clicked. */
  constructor(run, words, choose) {
    this.run = run;
    this.words = words;
    this.choose = choose;
    this.view = run.rows.map((ignored, index) => index);
    this.places = null;
    this.selected = -1;
    this.printing = false;
    this.outside = run.rows.some((row) => row.n === undefined && row.k !== START && row.k !== EXHAUSTED);
    this.head = h("div", { class: "lanes", "aria-hidden": "true" });
    this.rows = h("div", { class: "rows", role: "presentation" });
    this.drawing = svg("svg", { class: "drawing", "aria-hidden": "true" });
    this.canvas = h("div", { class: "canvas", role: "presentation" }, this.drawing, this.rows);
    this.empty = h("p", { class: "empty", hidden: true }, "No event has this text.");
    this.scroller = h("div", {
      class: "scroller", tabindex: "0", role: "listbox", "aria-label": "Events of the run, one after the other",
    }, this.head, this.canvas, this.empty);
    this.element = this.scroller;
    this.pending = false;
    this.scroller.addEventListener("scroll", () => this.later(), { passive: true });
    this.rows.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]");
      if (row) {
        this.choose(Number(row.dataset.row));
      }
    });
    new ResizeObserver(() => {
      this.measure();
      this.draw();
    }).observe(this.scroller);
  }

  later() {
    if (!this.pending) {
      this.pending = true;
      requestAnimationFrame(() => {
        this.pending = false;
        this.draw();
      });
    }
  }

  measure() {
    const lanes = Math.max(1, this.run.lanes.length);
    const first = GUTTER + (this.outside ? 36 : 16);
    const room = this.scroller.clientWidth - first - LABELS;
    this.spacing = lanes === 1 ? 0 : Math.max(110, Math.min(230, room / (lanes - 1)));
    this.first = first;
    this.width = Math.max(this.scroller.clientWidth, first + this.spacing * (lanes - 1) + LABELS);
    this.canvas.style.width = this.width + "px";
    this.head.style.width = this.width + "px";
    this.head.replaceChildren(
      h("span", { class: "lane number" }, "event"),
      ...this.run.lanes.map((name, lane) => {
        const label = h("span", { class: "lane", title: name }, cut(name, 24));
        label.style.left = this.x(lane) - 6 + "px";
        return label;
      }));
    this.canvas.style.height = this.view.length * ROW + "px";
  }

  x(lane) {
    return lane === undefined || lane < 0 ? GUTTER + 10 : this.first + lane * this.spacing;
  }

  /** Shows these rows only. */
  filter(view) {
    this.view = view;
    this.places = new Map(view.map((row, place) => [row, place]));
    this.empty.hidden = view.length > 0;
    this.measure();
    this.draw();
  }

  place(row) {
    if (!this.places) {
      return row;
    }
    const place = this.places.get(row);
    return place === undefined ? -1 : place;
  }

  screen() {
    return Math.max(1, Math.floor((this.scroller.clientHeight - this.head.offsetHeight) / ROW) - 1);
  }

  select(row) {
    this.selected = row;
    const place = this.place(row);
    if (place >= 0) {
      const top = place * ROW;
      const height = this.scroller.clientHeight - this.head.offsetHeight;
      if (top < this.scroller.scrollTop + ROW) {
        this.scroller.scrollTop = Math.max(0, top - ROW);
      } else if (top + 2 * ROW > this.scroller.scrollTop + height) {
        this.scroller.scrollTop = top + 2 * ROW - height;
      }
      const x = this.x(this.run.rows[row].n);
      if (x < this.scroller.scrollLeft + GUTTER || x > this.scroller.scrollLeft + this.scroller.clientWidth - 120) {
        this.scroller.scrollLeft = Math.max(0, x - this.scroller.clientWidth / 2);
      }
    }
    this.draw();
    this.scroller.setAttribute("aria-activedescendant", place >= 0 ? "row-" + row : "");
  }

  /** On paper, the rows around the selected one. */
  print(on) {
    this.printing = on;
    this.draw();
  }

  range() {
    if (this.printing) {
      const from = Math.max(0, Math.min(this.place(this.selected) - PRINTED / 2, this.view.length - PRINTED));
      return [from, Math.min(this.view.length, from + PRINTED)];
    }
    const above = Math.floor(this.scroller.scrollTop / ROW) - 4;
    const below = Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / ROW) + 4;
    return [Math.max(0, above), Math.min(this.view.length, below)];
  }

  draw() {
    if (this.spacing === undefined) {
      this.measure();
    }
    const [from, to] = this.range();
    const top = this.printing ? from * ROW : 0;
    this.canvas.style.height = (this.printing ? to - from : this.view.length) * ROW + "px";
    this.drawing.style.top = from * ROW - top + "px";
    this.drawing.setAttribute("width", this.width);
    this.drawing.setAttribute("height", Math.max(0, to - from) * ROW);
    this.drawing.setAttribute("viewBox", `0 ${from * ROW} ${this.width} ${Math.max(1, to - from) * ROW}`);
    const layers = Array.from({ length: 5 }, () => svg("g", {})); // lifelines, arrows, marks, texts, heads
    this.run.lanes.forEach((ignored, lane) => layers[0].append(svg("line", {
      class: "lifeline", x1: this.x(lane), x2: this.x(lane), y1: from * ROW, y2: to * ROW,
    })));
    const boxes = [];
    for (let place = from; place < to; place++) {
      const index = this.view[place];
      boxes.push(this.box(index, place, top));
      this.row(index, place, layers);
    }
    this.arrows(from, to, layers);
    this.drawing.replaceChildren(...layers);
    this.rows.replaceChildren(...boxes);
  }

  box(index, place, top) {
    const row = this.run.rows[index];
    const numbered = row.k !== START && row.k !== HIDDEN && row.k !== EXHAUSTED && (!row.p || row.p[0] === row.p[1]);
    const box = h("div", {
      class: "row kind-" + row.k + (index === this.selected ? " selected" : ""),
      id: "row-" + index, "data-row": index, role: "option", "aria-selected": index === this.selected,
      "aria-posinset": place + 1, "aria-setsize": this.view.length, "aria-label": this.words.label(index),
      title: [this.words.call(index), this.words.note(index)].filter(Boolean).join("\n"),
    }, h("span", { class: "number" }, numbered ? figure(row.e) : row.k === HIDDEN ? "hidden" : ""));
    box.style.top = place * ROW - top + "px";
    return box;
  }

  row(index, place, layers) {
    const row = this.run.rows[index];
    const y = place * ROW + MARK;
    const x = this.x(row.n);
    const selected = index === this.selected ? " selected" : "";
    const type = "mark kind-" + row.k + selected;
    if (row.k === BLOCKED || row.k === BROKEN) {
      layers[2].append(svg("path", { class: type, d: `M${x - 6} ${y - 6}L${x + 6} ${y + 6}M${x + 6} ${y - 6}L${x - 6} ${y + 6}` }));
    } else if (row.k === START || row.k === EXHAUSTED || row.k === OBSERVATION) {
      layers[2].append(svg("rect", { class: type, x: x - 5, y: y - 5, width: 10, height: 10 }));
    } else {
      layers[2].append(svg("circle", { class: type, cx: x, cy: y, r: 5.5 }));
    }
    if (row.p && row.p[0] > 1 && place > 0) {
      layers[0].append(svg("line", { class: "composed", x1: x, x2: x, y1: y - ROW, y2: y }));
    }
    const call = cut(this.words.call(index), LONGEST_LABEL);
    const note = cut(this.words.note(index), LONGEST_LABEL + 8);
    layers[2].append(svg("rect", {
      class: "plate kind-" + row.k + selected, x: x + 13, y: y - 10, rx: 3,
      width: 10 + Math.max(call.length * CALL_LETTER, note.length * NOTE_LETTER), height: note ? 35 : 20,
    }));
    layers[3].append(svg("text", { class: "call kind-" + row.k, x: x + 17, y: y + 4 }, call));
    if (note) {
      layers[3].append(svg("text", { class: "note kind-" + row.k, x: x + 17, y: y + 20 }, note));
    }
  }

  arrows(from, to, layers) {
    const drawn = new Set();
    for (let place = Math.max(0, from - FAR); place < Math.min(this.view.length, to + FAR); place++) {
      const row = this.view[place];
      for (const list of [this.words.sent.get(row), this.words.ended.get(row)]) {
        for (const number of list || []) {
          if (!drawn.has(number)) {
            drawn.add(number);
            this.arrow(this.run.messages[number], layers, from, to);
          }
        }
      }
    }
  }

  arrow([, sender, receiver, sent, ended, fate], layers, from, to) {
    const start = sent < 0 ? -1 : this.place(sent);
    const end = ended < 0 ? -1 : this.place(ended);
    const hot = sent === this.selected || ended === this.selected ? " hot" : "";
    const drawn = start >= 0 && end >= 0 && end - start <= FAR && sender >= 0 && receiver >= 0 && sender !== receiver;
    if (drawn && end >= from && start < to) {
      this.line(layers, this.x(sender), start, this.x(receiver), end, fate, hot);
    }
  }

  line(layers, x1, start, x2, end, fate, more) {
    const y1 = start * ROW + MARK;
    const y2 = end * ROW + MARK;
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const ux = (x2 - x1) / length;
    const uy = (y2 - y1) / length;
    const lost = fate === LOST ? 0.6 : 1;
    const ex = x1 + ux * (length * lost - 8);
    const ey = y1 + uy * (length * lost - 8);
    const type = "message" + (fate === LOST ? " lost" : "") + more;
    layers[1].append(svg("line", { class: type, x1: x1 + ux * 7, y1: y1 + uy * 7, x2: ex, y2: ey }));
    if (fate === LOST) {
      layers[4].append(svg("path", { class: type, d: `M${ex - 4} ${ey - 4}L${ex + 4} ${ey + 4}M${ex + 4} ${ey - 4}L${ex - 4} ${ey + 4}` }));
    } else {
      const point = (along, across) => `${ex - ux * along - uy * across},${ey - uy * along + ux * across}`;
      layers[4].append(svg("polygon", { class: type + " head", points: [point(-1, 0), point(8, 4), point(8, -4)].join(" ") }));
    }
  }
}
