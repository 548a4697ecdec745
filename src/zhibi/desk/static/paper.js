// The text as a page: paragraphs that can be gone through by keys, every figure coloured.

import { parts } from "./checked.js";
import { $, fill, h } from "./dom.js";
import { aboutWhole, sourceOf } from "./findings.js";
import { isFresh, kindOf, starts, text } from "./text.js";
import { backdrop, edit, editing } from "./writing.js";

let page;
let deeds;
let current = 0;
let shownFigure = null;

/** `deeds.apply` puts right what a finding names. */
export function start(thePage, theDeeds) {
  page = thePage;
  deeds = theDeeds;
}

export const paper = () => h("article", { class: "paper", id: "paper", "aria-label": "稿子", onkeydown: keys });
export const blockAt = (line) => document.querySelector(`.block[data-line="${line}"]`);
export const currentBlock = () => blockAt(current);
export const figureOf = (number) => document.querySelector(`#paper [data-figure="${number}"]`);
export const shown = () => (shownFigure === null ? null : text.marks.figures[shownFigure] ?? null);

export function setCurrent(line) {
  current = line;
}

export function forgetFigure() {
  shownFigure = null;
}

/** Draw all lines again, except the one that is being changed. */
export function paint() {
  const sheet = $("paper");
  if (!sheet) return;
  const at = starts();
  const focused = document.activeElement;
  const figure = focused?.classList?.contains("f") ? Number(focused.dataset.figure) : null;
  const block = focused?.classList?.contains("block") ? Number(focused.dataset.line) : null;
  const open = editing();
  const children = text.lines.map((line, number) => {
    if (open?.line === number) return open.element;
    return line.slice(kindOf(line).mark.length).trim() ? blockOf(line, number, at[number]) : null;
  }).filter(Boolean);
  if (open) {  // moving an element would take the focus from it
    if (isFresh()) backdrop();
    for (const old of [...sheet.children]) if (old !== open.element) old.remove();
    const middle = children.indexOf(open.element);
    open.element.before(...children.slice(0, middle));
    open.element.after(...children.slice(middle + 1));
  } else {
    fill(sheet, children);
  }
  const blocks = [...sheet.querySelectorAll(".block")];
  if (!blocks.some((one) => Number(one.dataset.line) === current)) current = Number(blocks[0]?.dataset.line ?? 0);
  for (const one of blocks) one.tabIndex = Number(one.dataset.line) === current ? 0 : -1;
  if (figure !== null) figureOf(figure)?.focus({ preventScroll: true });
  else if (block !== null) blockAt(block)?.focus({ preventScroll: true });
}

function blockOf(line, number, from) {
  const { mark, level, look } = kindOf(line);
  const inside = isFresh() ? parts(text.checked, from + mark.length, from + line.length, text.marks).map(partOf) : line.slice(mark.length);
  return h("div", {
    class: `block ${look}`, id: `line-${number}`, tabindex: "-1", "data-line": number, role: level ? "heading" : "group", "aria-level": level || null,
    "aria-labelledby": `line-${number}`, "aria-describedby": "how-to-write",
    onclick: (event) => { if (!getSelection().toString()) edit(number, event); },
    onfocus: () => { current = number; },
  }, inside);
}

function partOf(part) {
  const look = part.severity ? `marked ${part.severity}` : "";
  const { figure } = part;
  if (!figure?.claim) {
    return look ? h("span", { class: look, title: part.findings.map((one) => one.message).join("\n") }, part.text) : part.text;
  }
  const [, word] = page.choices.statuses.find(([key]) => key === figure.status);
  return h("span", {  // a button of its own would be broken from the sign behind it
    role: "button", class: `f ${figure.status} ${look}`, tabindex: "-1", "data-figure": figure.number,
    "aria-label": `${part.text}，${word}`,
    onclick: (event) => { event.stopPropagation(); event.currentTarget.focus(); showSource(figure); },
    onfocus: () => showSource(figure),
  }, part.text);
}

// ------------------------------------------------------------------ where a figure comes from

export function showSource(figure) {
  shownFigure = figure.number;
  for (const one of document.querySelectorAll(".f.shown")) one.classList.remove("shown");
  figureOf(figure.number)?.classList.add("shown");
  tellSource(sourceOf(page, figure, text.marks, deeds.apply));
}

/** A finding about the whole text, with the facts that it names. */
export function showWhole(finding) {
  shownFigure = null;
  tellSource(aboutWhole(page, finding));
}

export function showNoSource() {
  $("source").classList.add("idle");
  fill($("source"), h("h3", {}, "这个数的来历"), h("p", { class: "aside" },
    "点稿子里的一个数，或用方向键走到它上面，这里显示它出自哪条事实、哪个文件、哪一格。点一段文字就能改。"));
}

function tellSource(content) {
  $("source").classList.remove("idle");
  fill($("source"), h("button", { type: "button", class: "fold plain", onclick: () => $("source").classList.add("idle") }, "收起"), content);
}

// ------------------------------------------------------------------ keys

function keys(event) {
  const sheet = $("paper");
  const block = event.target.closest(".block");
  if (!block || event.target.tagName === "TEXTAREA") return;
  const blocks = [...sheet.querySelectorAll(".block")];
  const figures = [...sheet.querySelectorAll(".f[role=button]")];
  const onFigure = event.target.classList.contains("f");
  const go = (element) => {
    if (!element) return;
    event.preventDefault();
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  };
  if (event.key === "ArrowDown") go(blocks[blocks.indexOf(block) + 1]);
  else if (event.key === "ArrowUp") go(blocks[blocks.indexOf(block) - 1]);
  else if (event.key === "Home" && event.ctrlKey) go(blocks[0]);
  else if (event.key === "End" && event.ctrlKey) go(blocks.at(-1));
  else if (event.key === "ArrowRight" && onFigure) go(figures[figures.indexOf(event.target) + 1]);
  else if (event.key === "ArrowLeft" && onFigure) go(figures[figures.indexOf(event.target) - 1]);
  else if (event.key === "ArrowRight") go(figures.find((one) => block.contains(one) || follows(block, one)));
  else if (event.key === "ArrowLeft") go(figures.findLast((one) => !block.contains(one) && !follows(block, one)));
  else if (event.key === "Escape" && onFigure) go(block);
  else if (event.key === "Enter") {
    event.preventDefault();
    if (onFigure) $("source").querySelector("button:not(.fold)")?.focus();
    else edit(Number(block.dataset.line));
  }
}

const follows = (first, second) => Boolean(first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING);
