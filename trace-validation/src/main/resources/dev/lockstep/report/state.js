// The state before and after a step, with what changed inside of each variable, and what the log says about it.

const INLINE = 44;
/** A value inside of another one may wrap, unless something in it changed. */
const WRAPPED = 200;
const CONTEXT = 3;
const FEW = 10;

/** Shows a value by itself. */
function showValue(value, room = INLINE) {
  return showParts(value, (value.parts || []).map((part, index) => ({
    name: value.names ? value.names[index] : null, changed: false, show: () => showValue(part, WRAPPED),
  })), room);
}

/** Shows two values next to each other; what is in one of them only is marked. */
function showPair(before, after) {
  if (same(before, after)) {
    return [showValue(before), showValue(after)];
  }
  if (before.kind === "a" || before.kind !== after.kind) {
    return [h("del", {}, showValue(before)), h("ins", {}, showValue(after))];
  }
  const left = [];
  const right = [];
  for (const [name, old, now] of matched(before, after)) {
    if (old && now && same(old, now)) {
      left.push({ name, changed: false, show: () => showValue(old, WRAPPED) });
      right.push({ name, changed: false, show: () => showValue(now, WRAPPED) });
    } else if (old && now) {
      const both = showPair(old, now);
      left.push({ name, changed: true, show: () => both[0] });
      right.push({ name, changed: true, show: () => both[1] });
    } else if (old) {
      left.push({ name, changed: true, mark: "del", show: () => showValue(old, WRAPPED) });
      right.push({ changed: true, missing: true });
    } else {
      left.push({ changed: true, missing: true });
      right.push({ name, changed: true, mark: "ins", show: () => showValue(now, WRAPPED) });
    }
  }
  return [showParts(before, left, INLINE), showParts(after, right, INLINE)];
}

/** The parts of two values of the same kind that belong together: name, old, new. */
function matched(before, after) {
  if (before.kind === "q") {
    return matchedSequences(before.parts, after.parts);
  }
  const key = before.names ? (value, index) => value.names[index] : (value, index) => textOf(value.parts[index]);
  const old = new Map(before.parts.map((part, index) => [key(before, index), part]));
  const pairs = [];
  const seen = new Set();
  after.parts.forEach((part, index) => {
    const name = key(after, index);
    seen.add(name);
    pairs.push([after.names ? name : null, old.get(name), part]);
  });
  before.parts.forEach((part, index) => {
    const name = key(before, index);
    if (!seen.has(name)) {
      pairs.splice(Math.min(index, pairs.length), 0, [before.names ? name : null, part, undefined]);
    }
  });
  return pairs;
}

function matchedSequences(before, after) {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && same(before[start], after[start])) {
    start++;
  }
  let end = 0;
  while (end < shorter - start && same(before[before.length - 1 - end], after[after.length - 1 - end])) {
    end++;
  }
  const pairs = before.slice(0, start).map((part, index) => [null, part, after[index]]);
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  if (old.length === now.length) {
    old.forEach((part, index) => pairs.push([null, part, now[index]]));
  } else {
    old.forEach((part) => pairs.push([null, part, undefined]));
    now.forEach((part) => pairs.push([null, undefined, part]));
  }
  for (let index = end; index > 0; index--) {
    pairs.push([null, before[before.length - index], after[after.length - index]]);
  }
  return pairs;
}

function showParts(value, parts, room) {
  if (value.kind === "a") {
    return h("span", { class: "atom" }, value.text);
  }
  const [open, close] = BRACKETS[value.kind];
  if (textOf(value).length <= room) {
    const shown = parts.filter((part) => !part.missing).flatMap((part, index) => [index ? BETWEEN[value.kind] : null, showPart(value, part)]);
    return h("span", { class: "inline" }, open, shown, close);
  }
  const lines = h("span", { class: "lines" });
  let quiet = [];
  const flush = (last) => {
    const first = lines.childElementCount === 0;
    const head = first ? 0 : CONTEXT;
    const tail = last ? 0 : CONTEXT;
    const keep = first && last ? FEW : head + tail;
    if (quiet.length > keep + 2) {
      const middle = quiet.slice(first && last ? FEW : head, quiet.length - tail);
      lines.append(...quiet.slice(0, first && last ? FEW : head).map((part) => line(value, part)),
        more(value, middle, parts.some((part) => part.changed)), ...quiet.slice(quiet.length - tail).map((part) => line(value, part)));
    } else {
      lines.append(...quiet.map((part) => line(value, part)));
    }
    quiet = [];
  };
  for (const part of parts) {
    if (part.changed) {
      flush(false);
      lines.append(line(value, part));
    } else {
      quiet.push(part);
    }
  }
  flush(true);
  return h("span", { class: "block" }, open, lines, close);
}

function more(value, parts, compared) {
  const button = h("button", {
    type: "button", class: "more",
    onclick: () => button.replaceWith(...parts.map((part) => line(value, part))),
  }, "… " + figure(parts.length) + " more" + (compared ? ", unchanged" : ""));
  return button;
}

function line(value, part) {
  return h("span", { class: "line" + (part.changed ? " changed" : "") }, showPart(value, part));
}

function showPart(value, part) {
  if (part.missing) {
    return h("span", { class: "missing", "aria-hidden": "true" }, "·");
  }
  const shown = part.name === null ? part.show()
    : h("span", {}, h("span", { class: "key" }, part.name), h("span", { class: "to" }, MAPS_TO[value.kind]), part.show());
  return part.mark ? h(part.mark, {}, shown) : shown;
}

/** Shows what a run is about at one row. */
class StatePanel {
  constructor(run, words, states) {
    this.run = run;
    this.words = words;
    this.states = states;
    this.onlyChanged = false;
    this.index = 0;
    this.element = h("section", { class: "panel", tabindex: "0", "aria-label": "The selected event" });
  }

  toggle() {
    this.onlyChanged = !this.onlyChanged;
    this.show(this.index);
  }

  show(index) {
    this.index = index;
    const row = this.run.rows[index];
    const stopped = row.k === BLOCKED || row.k === BROKEN;
    this.element.className = "panel" + (stopped ? " stopped" : "");
    fill(this.element,
      h("h2", {}, this.title(index, row), " ", h("code", {}, this.words.call(index))),
      this.facts(index, row),
      ...(stopped ? [showStop(this.run.stop)] : []),
      ...(this.run.variables.length ? [this.state(index, row)] : []));
    this.element.scrollTop = 0;
  }

  title(index, row) {
    switch (row.k) {
      case START:
        return "Before the first event";
      case HIDDEN:
        return "Hidden step before event " + figure(row.e);
      case EXHAUSTED:
        return "After event " + figure(row.e - 1);
      default:
        return index === 0 ? "The start" : "Event " + figure(row.e);
    }
  }

  facts(index, row) {
    const facts = [];
    if (row.l !== undefined) {
      facts.push((row.f !== undefined ? this.run.texts[row.f] + ", " : "") + "line " + row.l);
    }
    if (this.words.lane(row.n)) {
      facts.push("at " + this.words.lane(row.n));
    }
    if (row.t !== undefined) {
      facts.push(this.run.texts[row.t]);
    }
    if (row.p) {
      facts.push("step " + row.p[0] + " of " + row.p[1] + " that the event amounts to");
    }
    if (row.k === HIDDEN) {
      facts.push("the log does not show this step; it makes the next event possible");
    }
    if (row.k === EXHAUSTED) {
      facts.push(this.run.texts[row.c]);
    }
    const list = h("ul", { class: "facts" }, facts.map((fact) => h("li", {}, fact)));
    if (row.w !== undefined && row.k !== BLOCKED) {
      list.append(h("li", {}, "logged as ", h("code", {}, this.run.texts[row.w])));
    }
    this.words.messages(index).forEach((message) => list.append(h("li", { class: "message" }, message)));
    return list;
  }

  logged(row) {
    const logged = new Map();
    for (let at = 0; at < (row.s || []).length; at += 3) {
      const [variable, place, value] = row.s.slice(at, at + 3);
      if (!logged.has(variable)) {
        logged.set(variable, []);
      }
      logged.get(variable).push([this.run.texts[place], this.run.texts[value]]);
    }
    return logged;
  }

  state(index, row) {
    const still = row.k === START || row.k === BLOCKED || row.k === EXHAUSTED || index === 0;
    const after = this.states.after(index);
    const before = still ? after : this.states.after(index - 1);
    const logged = this.logged(row);
    const changed = this.run.variables.map((ignored, variable) => !same(before[variable], after[variable]));
    const order = this.run.variables.map((ignored, variable) => variable)
      .sort((one, other) => changed[other] - changed[one] || one - other);
    const shown = order.filter((variable) => still || !this.onlyChanged || changed[variable] || logged.has(variable));
    const hiddenCount = order.length - shown.length;
    const head = still ? [row.k === START ? "value" : "value there", "log"] : ["before", "after", "log"];
    const table = h("table", { class: "state" + (still ? " still" : "") },
      h("caption", { class: "unseen" }, still ? "The state" : "The state before and after the step"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "variable"), head.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, shown.map((variable) =>
        this.variable(variable, before[variable], after[variable], changed[variable], still, logged.get(variable)))));
    const number = changed.filter(Boolean).length;
    const heading = still ? "The state" + (row.k === START ? "" : " of the spec there")
      : number === 0 ? "Nothing changed" : count(number, "variable") + " changed";
    return h("section", { class: "variables" },
      h("div", { class: "heading" }, h("h3", {}, heading),
        still ? null : h("label", {}, this.box(), " changed only")),
      table, hiddenCount ? h("p", { class: "muted" }, count(hiddenCount, "variable") + " did not change") : null);
  }

  box() {
    const box = h("input", { type: "checkbox", onchange: () => this.toggle() });
    box.checked = this.onlyChanged;
    return box;
  }

  variable(variable, before, after, changed, still, logged) {
    const name = h("th", { scope: "row" }, this.run.variables[variable]);
    const log = h("td", { class: "log", "data-label": "log" }, (logged || []).map(([place, value]) =>
      h("div", {}, place === this.run.variables[variable] ? null : h("span", { class: "place" }, place + " "), h("code", {}, value))));
    if (still) {
      return h("tr", {}, name, h("td", { "data-label": "value" }, showValue(after)), log);
    }
    if (!changed) {
      return h("tr", { class: "unchanged" }, name, h("td", { colspan: "2", "data-label": "unchanged" }, showValue(after)), log);
    }
    const [left, right] = showPair(before, after);
    return h("tr", { class: "changed" }, name, h("td", { "data-label": "before" }, left), h("td", { "data-label": "after" }, right), log);
  }
}
