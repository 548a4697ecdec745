// One paragraph that is being changed: a text field over its own coloured text.

import { figureAt, parts } from "./checked.js";
import { fill, h } from "./dom.js";
import { blockAt, paint, setCurrent, showSource } from "./paper.js";
import { isFresh, joined, kindOf, starts, text } from "./text.js";

let open = null;
let deeds;
let isPointing = false;

/** `deeds.changed` is called when the text is another; `deeds.remember` with what it was. */
export function start(theDeeds) {
  deeds = theDeeds;
  // While a button is down nothing is drawn again: the click would miss what it was meant for.
  addEventListener("pointerdown", () => { isPointing = true; }, true);
  for (const kind of ["pointerup", "pointercancel"]) {
    addEventListener(kind, () => window.setTimeout(() => { isPointing = false; leave(); }, 50), true);
  }
}

export const editing = () => open;

/** Forget that a paragraph is being changed: another text takes its place. */
export function abandon() {
  open = null;
}

/** Begin to change a line; `event` is the click that asked for it. */
export function edit(wanted, event = null) {
  if (open?.line === wanted) return;
  const caret = event ? caretOf(event) : null;
  const [was, before] = [open?.line, text.lines.length];
  commit();
  const number = was !== undefined && was < wanted ? wanted + text.lines.length - before : wanted;  // paragraphs were added
  const line = text.lines[number];
  if (line === undefined) return;
  const { mark, level, look } = kindOf(line);
  const area = h("textarea", {
    class: "writing", rows: "1", spellcheck: "false", value: line.slice(mark.length), "aria-label": level ? "改这个标题" : "改这一段",
    oninput: () => { text.lines[open.line] = mark + area.value; plain(); deeds.changed(); },
    onkeydown: keys,
    onblur: () => { if (!isPointing) window.setTimeout(leave, 0); },
    onkeyup: () => tellSource(area),
    onclick: () => tellSource(area),
  });
  const behind = h("div", { class: "behind", "aria-hidden": "true" });
  open = { line: number, area, behind, mark, was: joined(), element: h("div", { class: `editing ${look}`, "data-line": number }, behind, area) };
  blockAt(number)?.replaceWith(open.element);
  backdrop();
  paint();
  area.focus({ preventScroll: true });
  const at = caret ?? area.value.length;
  area.setSelectionRange(at, at);
  area.scrollIntoView({ block: "nearest" });
}

function keys(event) {
  if (event.key !== "Escape" && !(event.key === "Enter" && event.ctrlKey)) return;
  event.preventDefault();
  event.stopPropagation();
  const at = open.line;
  setCurrent(at);
  commit();
  paint();
  blockAt(at)?.focus();
}

/** Show where the figure at the caret comes from. */
function tellSource(area) {
  if (!open || !isFresh()) return;
  const found = figureAt(text.marks, starts()[open.line] + open.mark.length + area.selectionStart);
  if (found?.claim) showSource(found);
}

/** End the changing when the focus has gone elsewhere on the page. */
function leave() {
  if (open && document.activeElement !== open.area && document.hasFocus()) {
    commit();
    paint();
  }
}

/** Where in its paragraph a click fell. */
function caretOf(event) {
  const block = event.currentTarget;
  const at = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  if (!at || !block.contains(at.startContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(block);
  before.setEnd(at.startContainer, at.startOffset);
  return before.toString().length;
}

/** The text behind the field, without colours while it is not checked. */
function plain() {
  fill(open.behind, open.area.value, "\u200b");
}

/** The coloured text behind the field. */
export function backdrop() {
  if (!isFresh()) { plain(); return; }
  const begin = starts()[open.line] + open.mark.length;
  fill(open.behind, parts(text.checked, begin, begin + open.area.value.length, text.marks).map((one) => {
    const look = [one.figure?.claim ? `f ${one.figure.status}` : "", one.severity ? `marked ${one.severity}` : ""].join(" ").trim();
    return look ? h("span", { class: look }, one.text) : one.text;
  }), "\u200b");
}

/** End the changing of a paragraph: what was put on a line of its own becomes a paragraph. */
export function commit() {
  if (!open) return;
  const { line, mark, area, was } = open;
  open = null;
  const pieces = area.value.split("\n").map((one) => one.trimEnd()).filter((one) => one.trim());
  if (!pieces.length) text.lines.splice(line, text.lines[line + 1] === "" ? 2 : 1);
  else if (joined() !== was) text.lines.splice(line, 1, ...pieces.flatMap((one, at) => (at ? ["", one] : [mark + one])));
  if (joined() === was) return;
  deeds.remember(was);
  deeds.changed();
}
