// Why a run stopped, in words and tables.

/** The shortest way to say why, for the row in the diagram. */
function reasonLine(stop) {
  if (!stop) {
    return "";
  }
  const reason = stop.reason;
  const conjunct = (reason.conjuncts || [])[0];
  if (conjunct) {
    return "false: " + conjunct.text + " (" + conjunct.module + ", line " + conjunct.line + ")";
  }
  const difference = (reason.differences || [])[0];
  if (difference) {
    return difference.place + ": log " + difference.expected + ", spec " + difference.spec;
  }
  return reason.sentence;
}

function code(text) {
  return h("code", {}, text);
}

function showConjunct(conjunct) {
  const often = conjunct.candidates > 1
    ? h("p", { class: "muted" }, (conjunct.falseIn === conjunct.candidates
      ? "In each of the " + figure(conjunct.candidates)
      : "In " + figure(conjunct.falseIn) + " of the " + figure(conjunct.candidates))
      + " cases that the log leaves open; the nearest is ", code(conjunct.instance), " with")
    : null;
  return h("div", { class: "conjunct" },
    h("p", {}, h("span", { class: "bad" }, "false: "), h("code", { class: "strong" }, conjunct.text), " ",
      h("span", { class: "muted" }, conjunct.module + ", line " + conjunct.line + ", column " + conjunct.column)),
    often,
    h("dl", { class: "values" }, Object.entries(conjunct.values).map(([name, value]) =>
      h("div", {}, h("dt", {}, name), h("dd", {}, code(value))))),
    conjunct.notes.map((note) => h("p", { class: "hint" }, note)));
}

function showDifferences(differences) {
  return h("table", { class: "differences" },
    h("caption", { class: "unseen" }, "Where log and spec differ"),
    h("thead", {}, h("tr", {}, ["place", "log", "spec"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, differences.map((difference) => h("tr", {},
      h("th", { scope: "row" }, difference.place),
      h("td", {}, h("ins", { class: "logged" }, difference.expected),
        difference.expected === difference.logged ? null : h("p", { class: "muted" }, "logged as ", code(difference.logged))),
      h("td", {}, code(difference.spec), difference.notes.map((note) => h("p", { class: "hint" }, note)))))));
}

function showReason(reason) {
  const parts = [];
  if (reason.nearest && reason.kind === "unknown-action") {
    parts.push(h("p", {}, "Did you mean ", code(reason.nearest), "?"));
  } else if (reason.known) {
    parts.push(h("p", {}, "Its actions: ", reason.known.join(", ")));
  }
  (reason.conjuncts || []).forEach((conjunct) => parts.push(showConjunct(conjunct)));
  if (reason.note) {
    parts.push(h("p", { class: "hint" }, reason.note));
  }
  if (reason.nearest && reason.steps > 1) {
    parts.push(h("p", {}, "The nearest is ", code(reason.nearest), ":"));
  }
  if (reason.differences && reason.differences.length) {
    parts.push(showDifferences(reason.differences));
  }
  (reason.blocked || []).forEach((blocked) => parts.push(h("div", { class: "conjunct" },
    h("p", { class: "strong" }, (blocked.node ? blocked.node + ": " : "") + blocked.file + ", line " + blocked.line
      + ": " + blocked.reason.sentence),
    showReason(blocked.reason))));
  return parts;
}

/** All that is known about why a run stopped. */
function showStop(stop) {
  const before = stop.kind === "invariant-broken" || stop.kind === "initial-state-impossible";
  return h("section", { class: "stop", "aria-label": "Why it stopped" },
    h("h3", {}, stop.kind === "invariant-broken" ? "" : "Impossible: ", stop.reason.sentence),
    showReason(stop.reason),
    before ? null : h("p", {}, stop.allowed.length ? "The spec allows here: " : "The spec allows no step here."),
    before || !stop.allowed.length ? null
      : h("ul", { class: "allowed" }, stop.allowed.map((call) => h("li", {}, code(call))),
        stop.moreAllowed ? h("li", {}, "and more") : null),
    h("p", { class: "advice" }, h("strong", {}, "What to do: "), stop.advice));
}
