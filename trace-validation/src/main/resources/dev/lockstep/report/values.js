// Values of TLA+, and the states of a run. Values are never changed: a changed one is a new object that shares its parts.

/** Returns an element; whatever is text becomes a text node, so that nothing from a log is ever markup. */
function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "class") {
      element.className = value;
    } else if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Replaces what is in an element; leaves out what is null. */
function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}

/** Returns 12,345 for 12345. */
function figure(number) {
  return number.toLocaleString("en-US");
}

/** Returns "1 event" or "2 events". */
function count(number, one, many) {
  return figure(number) + " " + (number === 1 ? one : many || one + "s");
}

// Kinds: "a" atom, "s" set, "q" sequence, "r" record, "f" function. Names are the keys of records and functions.
const BRACKETS = { s: ["{", "}"], q: ["<<", ">>"], r: ["[", "]"], f: ["(", ")"] };
const BETWEEN = { s: ", ", q: ", ", r: ", ", f: " @@ " };
const MAPS_TO = { r: " |-> ", f: " :> " };

function textOf(value) {
  if (value.text === null) {
    const [open, close] = BRACKETS[value.kind];
    const parts = value.parts.map((part, index) =>
      value.names ? value.names[index] + MAPS_TO[value.kind] + textOf(part) : textOf(part));
    value.text = open + parts.join(BETWEEN[value.kind]) + close;
  }
  return value.text;
}

function compound(kind, names, parts) {
  return { kind, names, parts, text: null };
}

/** Whether two values are equal; parts that did not change are the same object, which is quick. */
function same(one, other) {
  if (one === other) {
    return true;
  }
  if (one.kind !== other.kind || (one.parts && one.parts.length !== other.parts.length)) {
    return false;
  }
  return textOf(one) === textOf(other);
}

/** The numbered values of a run. */
class Values {
  constructor(entries) {
    this.entries = entries;
    this.made = new Array(entries.length);
  }

  get(number) {
    let value = this.made[number];
    if (!value) {
      value = this.make(this.entries[number]);
      this.made[number] = value;
    }
    return value;
  }

  make(entry) {
    if (typeof entry === "string") {
      return { kind: "a", names: null, parts: null, text: entry };
    }
    const kind = entry[0];
    const parts = [];
    if (kind === "s" || kind === "q") {
      for (let index = 1; index < entry.length; index++) {
        parts.push(this.get(entry[index]));
      }
      return compound(kind, null, parts);
    }
    const names = [];
    for (let index = 1; index < entry.length; index += 2) {
      names.push(textOf(this.get(entry[index])));
      parts.push(this.get(entry[index + 1]));
    }
    return compound(kind, names, parts);
  }
}

/** The states of a run: the first, and what each row changes. Some are kept on the way, so that none is far. */
class States {
  static APART = 128;

  constructor(run) {
    this.values = new Values(run.values);
    this.rows = run.rows;
    this.kept = [run.start.map((number) => this.values.get(number))];
    this.last = { row: 0, state: this.kept[0] };
  }

  /** Returns the state after a row: a value for each variable. */
  after(row) {
    const target = Math.max(0, Math.min(row, this.rows.length - 1));
    let near = Math.min(Math.floor(target / States.APART), this.kept.length - 1);
    let at = near * States.APART;
    let state = this.kept[near];
    if (this.last.row <= target && this.last.row > at) {
      at = this.last.row;
      state = this.last.state;
    }
    while (at < target) {
      at++;
      for (const edit of this.rows[at].d || []) {
        state = this.apply(state, edit);
      }
      if (at % States.APART === 0 && at / States.APART === this.kept.length) {
        this.kept.push(state);
      }
    }
    this.last = { row: target, state };
    return state;
  }

  apply(state, [path, ...what]) {
    const next = state.slice();
    next[path[0]] = this.inside(state[path[0]], path, 1, what);
    return next;
  }

  inside(value, path, depth, what) {
    if (depth < path.length) {
      const parts = value.parts.slice();
      parts[path[depth]] = this.inside(parts[path[depth]], path, depth + 1, what);
      return compound(value.kind, value.names, parts);
    }
    if (what.length === 1) {
      return this.values.get(what[0]);
    }
    const [at, removed, ...added] = what;
    const parts = value.parts.slice();
    const values = added.map((number) => this.values.get(number));
    if (!value.names) {
      parts.splice(at, removed, ...values);
      return compound(value.kind, null, parts);
    }
    const names = value.names.slice();
    names.splice(at, removed, ...values.filter((ignored, index) => index % 2 === 0).map(textOf));
    parts.splice(at, removed, ...values.filter((ignored, index) => index % 2 === 1));
    return compound(value.kind, names, parts);
  }
}
