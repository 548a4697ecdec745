// Step four: the draft with every figure coloured, its source beside it, findings as one writes.

import { change, download, getState, Refused } from "./api.js";
import { figureAt, parts, placed } from "./checked.js";
import { $, ask, fill, h, problemList, saveFile, tell } from "./dom.js";
import { findingsList, legend, sourceOf } from "./findings.js";
import * as trouble from "./trouble.js";

const WAIT = 250;
const MOST_UNDONE = 100;
const MARK = /^[ \t　]*(#{1,6})[ \t]+/;
const DOWNLOADS = [["docx", "Word 稿"], ["table", "核数表"], ["ask", "追问单"], ["annotated", "批注稿"], ["page", "核数报告"], ["md", "文本（.md）"], ["facts", "事实文件"]];

let page;
let lines = [];
let checkedText = null;
let marks = { figures: [], findings: [] };
let editing = null;
let current = 0;
let shownFigure = null;
let timer = 0;
let saving = null;
let savedText = null;
let said = "";
let isPointing = false;
let before = [];
let jump = {};

export function start(thePage) {
  page = thePage;
  // While a button is down nothing is drawn again: the click would miss what it was meant for.
  addEventListener("pointerdown", () => { isPointing = true; }, true);
  for (const kind of ["pointerup", "pointercancel"]) {
    addEventListener(kind, () => window.setTimeout(() => { isPointing = false; leave(); }, 50), true);
  }
  addEventListener("keydown", (event) => {
    if (event.key === "F8" && !$("draft").hidden && page.state.text !== null) {
      event.preventDefault();
      nextFinding(event.shiftKey ? -1 : 1);
    } else if (event.key === "z" && event.ctrlKey && !event.shiftKey && event.target.closest("#paper") && event.target.tagName !== "TEXTAREA") {
      event.preventDefault();
      undo();
    } else if (event.key === "Escape" && event.target.closest(".side-panel")) {
      const block = document.querySelector(`.block[data-line="${current}"]`);
      (document.querySelector(".f.shown[role=button]") ?? block)?.focus();
    }
  });
}

export const currentText = () => (page?.state?.text === null || page?.state === null ? null : lines.join("\n"));
const isChanged = () => page.state?.text !== null && savedText !== null && lines.join("\n") !== savedText;
export const isBusy = () => Boolean(saving) || isChanged();

/** Forget what has not been written: another text takes its place. */
export function drop() {
  window.clearTimeout(timer);
  savedText = lines.join("\n");
  editing = null;
}

/** Write what has not been written yet. */
export async function flush() {
  window.clearTimeout(timer);
  commit();
  while (saving || isChanged()) {
    if (trouble.isOpen()) return false;
    await (saving ?? send());
  }
  return true;
}

export function show(thePage) {
  const { state } = thePage;
  const section = $("draft");
  if (state.text === null) {
    lines = [];
    savedText = null;
    editing = null;
    fill(section, h("div", { class: "head" }, h("h2", { id: "draft-title", tabindex: "-1" }, "看稿改稿"),
      h("p", { class: "empty" }, state.facts ? "还没有起草。" : "先交材料，读成事实以后再起草。",
        h("a", { href: state.facts ? "#options" : "#files" }, state.facts ? "去起草" : "去交材料"))));
    return;
  }
  const same = savedText !== null && state.text === savedText;
  if (!same) before = [];
  if (!(same && (editing || isChanged()))) {  // what has not been written yet stays
    lines = state.text.split("\n");
    editing = null;
  }
  savedText = state.text;
  checked(state.text, state.check);
  if (!section.querySelector(".paper")) fill(section, frame());
  status();
  paint();
}

function frame() {
  return [
    h("h2", { id: "draft-title", class: "unseen", tabindex: "-1" }, "看稿改稿"),
    h("div", { class: "bar tools", role: "toolbar", "aria-label": "下载和其他" },
      h("span", { class: "bar-label" }, "下载"),
      DOWNLOADS.map(([what, words], at) => h("button", { type: "button", class: at ? "" : "main", id: `get-${what}`, onclick: () => take(what) }, words)),
      h("span", { class: "stretch" }),
      h("button", { type: "button", id: "undo-text", disabled: true, onclick: undo }, "撤销"),
      h("button", { type: "button", id: "whole", onclick: whole }, "整篇改"),
      h("button", { type: "button", id: "earlier", onclick: earlier }, "以前的稿子"),
      h("button", { type: "button", onclick: () => window.print() }, "打印")),
    h("div", { class: "desk" },
      h("div", { class: "left-side" }, h("div", { id: "legend" }),
        h("p", { id: "how-to-write", class: "unseen" }, "按 Enter 改这一段，左右方向键逐个看数，上下方向键换段"), h("article", { class: "paper", id: "paper", "aria-label": "稿子", onkeydown: keys })),
      h("aside", { class: "side-panel" },
        h("section", { class: "source-panel", id: "source", "aria-live": "polite", "aria-label": "这个数的来历" }),
        h("section", { id: "findings", "aria-label": "问题" }))),
  ];
}

function status() {
  const { state } = page;
  $("undo-text").disabled = !before.length;
  const check = state.check;
  fill($("legend"), legend(page));
  fill($("findings"), findingsList(page, marks, { goTo: goToFinding, apply: applyReplacement, whereIs }));
  $("earlier").textContent = state.earlier.length ? `以前的稿子（${state.earlier.length}）` : "以前的稿子";
  $("earlier").disabled = !state.earlier.length;
  if (shownFigure === null || shownFigure >= marks.figures.length) {
    $("source").classList.add("idle");
    fill($("source"), h("h3", {}, "这个数的来历"), h("p", { class: "aside" }, "点稿子里的一个数，或用方向键走到它上面，这里显示它出自哪条事实、哪个文件、哪一格。点一段文字就能改。"));
  } else {
    source(marks.figures[shownFigure]);
  }
  if (check?.unchecked) fill($("legend"), h("div", { class: "box error" }, problemList(check.unchecked)));
  const words = check?.summary ? `错误 ${check.summary.errors} 处，提醒 ${check.summary.warnings} 处` : "";
  if (said && words !== said) {
    const first = check.findings[0];
    tell(first ? `${words}。第一处：${first.message}` : `${words}`, false);
  }
  said = words;
}

function checked(text, check) {
  checkedText = text;
  marks = placed(text, check);
}

// ------------------------------------------------------------------ the paper

function starts() {
  const found = [];
  let at = 0;
  for (const line of lines) { found.push(at); at += line.length + 1; }
  return found;
}

/** Draw all lines again, except the one that is being changed. */
function paint() {
  const paper = $("paper");
  if (!paper) return;
  const at = starts();
  const fresh = checkedText === lines.join("\n");
  const focused = document.activeElement;
  const figure = focused?.classList?.contains("f") ? Number(focused.dataset.figure) : null;
  const block = focused?.classList?.contains("block") ? Number(focused.dataset.line) : null;
  const children = [];
  lines.forEach((line, number) => {
    if (editing?.line === number) {
      children.push(editing.element);
      if (fresh) backdrop(at[number]);
    } else if (line.trim() && line.replace(MARK, "").trim()) {
      children.push(blockOf(line, number, at[number], fresh));
    }
  });
  if (editing) {  // moving an element would take the focus from it
    for (const old of [...paper.children]) if (old !== editing.element) old.remove();
    const middle = children.indexOf(editing.element);
    editing.element.before(...children.slice(0, middle));
    editing.element.after(...children.slice(middle + 1));
  } else {
    fill(paper, children);
  }
  const blocks = [...paper.querySelectorAll(".block")];
  if (!blocks.some((one) => Number(one.dataset.line) === current)) current = Number(blocks[0]?.dataset.line ?? 0);
  for (const one of blocks) one.tabIndex = Number(one.dataset.line) === current ? 0 : -1;
  if (figure !== null) paper.querySelector(`[data-figure="${figure}"]`)?.focus({ preventScroll: true });
  else if (block !== null) blocks.find((one) => Number(one.dataset.line) === block)?.focus({ preventScroll: true });
}

function blockOf(line, number, from, fresh) {
  const mark = MARK.exec(line);
  const level = mark ? mark[1].length : 0;
  const begin = from + (mark ? mark[0].length : 0);
  const inside = fresh ? parts(checkedText, begin, from + line.length, marks).map(partOf) : line.slice(mark ? mark[0].length : 0);
  const kind = level === 1 ? "title" : level ? `heading level${level}` : "paragraph";
  return h("div", {
    class: `block ${kind}`, id: `line-${number}`, tabindex: "-1", "data-line": number, role: level ? "heading" : "group", "aria-level": level || null,
    "aria-labelledby": `line-${number}`, "aria-describedby": "how-to-write",
    onclick: (event) => { if (!getSelection().toString()) edit(number, event); },
    onfocus: () => { current = number; },
  }, inside);
}

function partOf(part) {
  const look = part.severity ? `marked ${part.severity}` : "";
  if (!part.figure) return look ? h("span", { class: look, title: part.findings.map((one) => one.message).join("\n") }, part.text) : part.text;
  const { figure } = part;
  const status = page.choices.statuses.find(([key]) => key === figure.status);
  if (!figure.claim) return h("span", { class: `n ${look}` }, part.text);
  return h("span", {  // a button of its own would be broken from the sign behind it
    role: "button", class: `f ${figure.status} ${look}`, tabindex: "-1", "data-figure": figure.number,
    "aria-label": `${part.text}，${status[1]}`,
    onclick: (event) => { event.stopPropagation(); event.currentTarget.focus(); source(figure); },
    onfocus: () => source(figure),
  }, part.text);
}

function source(figure) {
  shownFigure = figure.number;
  for (const one of document.querySelectorAll(".f.shown")) one.classList.remove("shown");
  document.querySelector(`[data-figure="${figure.number}"]`)?.classList.add("shown");
  $("source").classList.remove("idle");
  fill($("source"), h("button", { type: "button", class: "fold plain", onclick: () => $("source").classList.add("idle") }, "收起"),
    sourceOf(page, figure, marks, applyReplacement));
}

// ------------------------------------------------------------------ keys

function keys(event) {
  const paper = $("paper");
  const block = event.target.closest(".block");
  if (!block || event.target.tagName === "TEXTAREA") return;
  const blocks = [...paper.querySelectorAll(".block")];
  const figures = [...paper.querySelectorAll(".f[role=button]")];
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
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const step = event.key === "ArrowRight" ? 1 : -1;
    if (onFigure) go(figures[figures.indexOf(event.target) + step]);
    else if (step > 0) go(figures.find((one) => block.contains(one) || block.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING));
    else go(figures.findLast((one) => !block.contains(one) && block.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING));
  } else if (event.key === "Escape" && onFigure) go(block);
  else if (event.key === "Enter" && !onFigure) {
    event.preventDefault();
    edit(Number(block.dataset.line));
  } else if (event.key === "Enter" && onFigure) {
    event.preventDefault();
    $("source").querySelector("button:not(.fold)")?.focus();
  }
}

// ------------------------------------------------------------------ changing a paragraph

function edit(wanted, event = null) {
  if (editing?.line === wanted) return;
  let number = wanted;
  const caret = event ? caretOf(event) : null;
  const [was, before] = [editing?.line, lines.length];
  commit();
  if (was !== undefined && was < number) number += lines.length - before;  // paragraphs were added
  const line = lines[number];
  if (line === undefined) return;
  const mark = MARK.exec(line)?.[0] ?? "";
  const content = line.slice(mark.length);
  const level = mark.trim().length;
  const area = h("textarea", {
    class: "writing", rows: "1", spellcheck: "false", value: content,
    "aria-label": level ? "改这个标题" : "改这一段",
    oninput: () => { lines[editing.line] = mark + area.value; changed(); },
    onkeydown: (key) => {
      if (key.key === "Escape" || (key.key === "Enter" && key.ctrlKey)) {
        key.preventDefault();
        key.stopPropagation();
        const at = editing.line;
        current = at;
        commit();
        paint();
        document.querySelector(`.block[data-line="${at}"]`)?.focus();
      }
    },
    onblur: () => { if (!isPointing) window.setTimeout(leave, 0); },
  });
  for (const kind of ["keyup", "click"]) {
    area.addEventListener(kind, () => {
      const found = figureAt(marks, starts()[editing?.line ?? 0] + mark.length + area.selectionStart);
      if (found?.claim && checkedText === lines.join("\n")) source(found);
    });
  }
  const behind = h("div", { class: "behind", "aria-hidden": "true" });
  const kind = level === 1 ? "title" : level ? `heading level${level}` : "paragraph";
  editing = { line: number, area, behind, mark, was: lines.join("\n"), element: h("div", { class: `editing ${kind}`, "data-line": number }, behind, area) };
  const old = document.querySelector(`.block[data-line="${number}"]`);
  old?.replaceWith(editing.element);
  backdrop(starts()[number]);
  paint();
  area.focus({ preventScroll: true });
  const at = caret ?? content.length;
  area.setSelectionRange(at, at);
  area.scrollIntoView({ block: "nearest" });
}

/** End the changing when the focus has gone elsewhere on the page. */
function leave() {
  if (editing && document.activeElement !== editing.area && document.hasFocus()) {
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

/** The coloured text behind the one that is being changed. */
function backdrop(from) {
  const { behind, area, mark } = editing;
  const begin = from + mark.length;
  const fresh = checkedText === lines.join("\n");
  const inside = fresh
    ? parts(checkedText, begin, begin + area.value.length, marks).map((one) => (one.figure?.claim || one.severity
      ? h("span", { class: `${one.figure?.claim ? `f ${one.figure.status}` : ""} ${one.severity ? `marked ${one.severity}` : ""}` }, one.text) : one.text))
    : area.value;
  fill(behind, inside, "\u200b");
}

/** End the changing of a paragraph: what was put on a line of its own becomes a paragraph. */
function commit() {
  if (!editing) return false;
  const { line, mark, area, was } = editing;
  editing = null;
  const pieces = area.value.split("\n").map((one) => one.trimEnd()).filter((one) => one.trim());
  const text = lines.join("\n");
  if (!pieces.length) lines.splice(line, lines[line + 1] === "" ? 2 : 1);
  else lines.splice(line, 1, ...pieces.flatMap((one, at) => (at ? ["", one] : [mark + one])));
  if (lines.join("\n") !== was) remember(was);
  if (lines.join("\n") !== text || isChanged()) changed();
  return true;
}

function changed() {
  if (editing) {
    fill(editing.behind, editing.area.value, "\u200b");
  }
  $("saved").textContent = "正在核……";
  window.clearTimeout(timer);
  timer = window.setTimeout(send, WAIT);
}

function send() {
  if (saving) return saving;
  const text = lines.join("\n");
  if (text === savedText) { $("saved").textContent = ""; return Promise.resolve(); }
  saving = (async () => {
    try {
      const { check } = await change("/api/text", { text }, "PUT");
      savedText = text;
      page.state.text = text;
      page.state.check = check;
      checked(text, check);
      page.frame();
      $("saved").textContent = "已核对，稿子在内存里";
      status();
      if (lines.join("\n") === text) paint();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      $("saved").textContent = "没有写上去";
      if (!(await trouble.handle(page, error))) tell(`${error.problems[0].message}。${error.problems[0].hint}`);
    } finally {
      saving = null;
    }
    if (isChanged() && !trouble.isOpen()) { window.clearTimeout(timer); timer = window.setTimeout(send, WAIT); }
  })();
  return saving;
}

function remember(text) {
  before = [...before, text].slice(-MOST_UNDONE);
  $("undo-text").disabled = false;
}

/** Take back the last change of the text. */
function undo() {
  commit();
  const text = before.pop();
  if (text === undefined) { tell("没有可以撤销的"); return; }
  lines = text.split("\n");
  $("undo-text").disabled = !before.length;
  shownFigure = null;
  paint();
  changed();
  tell("已撤销上一处改动");
}

/** Put a text in the place of another, such as what a finding proposes. */
function applyReplacement(finding) {
  commit();
  const text = lines.join("\n");
  if (checkedText !== text) { tell("正在核对，稍等再点"); return; }
  remember(text);
  lines = `${text.slice(0, finding.from)}${finding.replacement}${text.slice(finding.to)}`.split("\n");
  shownFigure = null;
  paint();
  changed();
  tell(`已把“${text.slice(finding.from, finding.to)}”改为“${finding.replacement}”`);
  const line = starts().findLastIndex((start) => start <= finding.from);
  current = line;
  document.querySelector(`.block[data-line="${line}"]`)?.focus({ preventScroll: true });
}

// ------------------------------------------------------------------ findings

/** The heading that a finding stands under. */
function whereIs(finding) {
  if (finding.to <= finding.from) return "全文";
  const at = starts();
  for (let line = at.findLastIndex((start) => start <= finding.from); line >= 0; line -= 1) {
    const mark = MARK.exec(lines[line] ?? "");
    if (!mark) continue;
    const heading = lines[line].slice(mark[0].length);
    return mark[1].length === 1 ? "开头" : heading.length > 14 ? `${heading.slice(0, 14)}…` : heading;
  }
  return "";
}

function goToFinding(finding) {
  commit();
  paint();
  const at = starts();
  let line = at.findLastIndex((start) => start <= finding.from);
  if (finding.to <= finding.from && finding.from === 0) line = at.findIndex((_, number) => lines[number].trim());
  const block = document.querySelector(`.block[data-line="${line}"]`);
  if (!block) return;
  current = line;
  const figure = marks.figures.find((one) => one.claim && one.from < finding.to && one.to > finding.from);
  const target = (figure && block.querySelector(`[data-figure="${figure.number}"]`)) || block;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
  jump = { number: finding.number, element: target, text: checkedText };
  for (const one of document.querySelectorAll(".flash")) one.classList.remove("flash");
  block.classList.add("flash");
  tell(`${finding.grade}：${finding.message}`, false);
}

/** Go to the finding behind (or before) the one last gone to, else behind where the focus is. */
function nextFinding(step) {
  const listed = marks.findings.filter((one) => one.to > one.from);
  if (!listed.length) { tell("没有发现问题"); return; }
  const { activeElement } = document;
  let next = listed.findIndex((one) => one.number === jump.number) + step;
  if (activeElement !== jump.element || jump.text !== checkedText) {
    const line = activeElement?.closest?.("[data-line]")?.dataset.line;
    const from = activeElement?.dataset?.figure ? marks.figures[activeElement.dataset.figure].from : line ? starts()[line] : 0;
    next = step > 0 ? listed.findIndex((one) => one.from >= from) : listed.findLastIndex((one) => one.from < from);
    if (next < 0) next = step > 0 ? 0 : listed.length - 1;
  }
  goToFinding(listed[(next + listed.length) % listed.length]);
}

// ------------------------------------------------------------------ the rest

async function take(what) {
  if (!(await flush())) return;
  await page.attempt(async () => {
    const { name, data } = await download(what);
    saveFile(name, data, data.type);
    tell(`已下载 ${name}`);
  });
}

async function whole() {
  await flush();
  const area = h("textarea", { class: "whole", rows: "22", spellcheck: "false", "aria-label": "整篇稿子", value: lines.join("\n") });
  const answer = await ask("整篇改", [h("p", { class: "aside" }, "可以把改过的稿子整个贴进来。# 是标题，## 是一级标题，### 是二级标题；各段之间空一行。"), area], [["yes", "就用这一篇", "main"], ["", "不改"]]);
  if (answer && area.value !== lines.join("\n")) {
    const before = lines.join("\n");
    await page.attempt(async () => {
      await change("/api/keep", { text: before });
      await change("/api/text", { text: area.value }, "PUT");
      page.show(await getState());
      tell("已换成这一篇；原来的在“以前的稿子”里");
    });
  }
}

async function earlier() {
  await flush();
  const list = page.state.earlier;
  const answer = await ask("以前的稿子", h("p", { class: "aside" }, "换回以后，现在的稿子也留在这里。"),
    [["", "不换"], ...list.map((one, at) => [String(at), `${one.label}（${one.length} 字）`])]);
  if (answer !== "") {
    await page.attempt(async () => {
      page.show(await change("/api/earlier", { number: Number(answer) }));
      tell("已换回");
    });
  }
}
