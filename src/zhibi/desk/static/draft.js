// Step four: the draft with its check, written to the program as one writes; what can be downloaded.

import { change, download, getState, Refused, sendDraft } from "./api.js";
import { $, ask, fill, h, problemList, saveFile, tell } from "./dom.js";
import { findingsList, legend } from "./findings.js";
import * as paper from "./paper.js";
import { isChanged, isFresh, joined, lineAt, setChecked, setLines, starts, text, whereIs } from "./text.js";
import * as trouble from "./trouble.js";
import * as writing from "./writing.js";

const WAIT = 250;
const MOST_UNDONE = 100;
const DOWNLOADS = [["docx", "Word 稿"], ["table", "核数表"], ["ask", "追问单"], ["annotated", "批注稿"], ["page", "核数报告"], ["md", "文本（.md）"], ["facts", "事实文件"]];

let page;
let timer = 0;
let saving = null;
let said = "";
let before = [];
let jump = {};

export function start(thePage) {
  page = thePage;
  paper.start(page, { apply });
  writing.start({ changed, remember });
  addEventListener("keydown", keys);
}

export const currentText = () => (text.saved === null ? null : joined());
export const isBusy = () => Boolean(saving) || isChanged();

/** Forget what has not been written: another text takes its place. */
export function drop() {
  window.clearTimeout(timer);
  writing.abandon();
  if (text.saved !== null) text.saved = joined();
}

/** Write what has not been written yet; resolves to whether it is written. */
export async function flush() {
  window.clearTimeout(timer);
  writing.commit();
  while (saving || isChanged()) {
    if (trouble.isOpen()) return false;
    await (saving ?? send());
  }
  return true;
}

export function show(thePage) {
  const { state } = thePage;
  if (state.text === null) {
    text.saved = null;
    setLines("");
    writing.abandon();
    before = [];
    fill($("draft"), h("div", { class: "head" }, h("h2", { id: "draft-title", tabindex: "-1" }, "看稿改稿"),
      h("p", { class: "empty" }, state.facts ? "还没有起草。" : "先交材料，读成事实以后再起草。",
        h("a", { href: state.facts ? "#options" : "#files" }, state.facts ? "去起草" : "去交材料"))));
    return;
  }
  const same = text.saved !== null && state.text === text.saved;
  if (!same) before = [];
  if (!(same && (writing.editing() || isChanged()))) {  // what has not been written yet stays
    setLines(state.text);
    writing.abandon();
  }
  text.saved = state.text;
  setChecked(state.text, state.check);
  if (!$("paper")) fill($("draft"), frame());
  status();
  paper.paint();
}

function frame() {
  return [
    h("h2", { id: "draft-title", class: "unseen", tabindex: "-1" }, "看稿改稿"),
    h("div", { class: "bar tools", role: "group", "aria-label": "下载和其他" },
      h("span", { class: "bar-label" }, "下载"),
      DOWNLOADS.map(([what, words], at) => h("button", { type: "button", class: at ? "" : "main", id: `get-${what}`, onclick: () => take(what) }, words)),
      h("span", { class: "stretch" }),
      h("button", { type: "button", id: "undo-text", disabled: true, onclick: undo }, "撤销"),
      h("button", { type: "button", id: "whole", onclick: whole }, "整篇改"),
      h("button", { type: "button", id: "bring", onclick: () => $("draft-file").click() }, "交回改稿"),
      h("input", { type: "file", id: "draft-file", accept: ".docx,.md,.txt", hidden: true, onchange: (event) => { bring(event.target.files[0]); event.target.value = ""; } }),
      h("button", { type: "button", id: "earlier", onclick: earlier }, "以前的稿子"),
      h("button", { type: "button", onclick: () => window.print() }, "打印")),
    h("div", { class: "desk" },
      h("div", { class: "left-side" }, h("div", { id: "legend" }),
        h("p", { id: "how-to-write", class: "unseen" }, "按 Enter 改这一段，左右方向键逐个看数，上下方向键换段"),
        paper.paper()),
      h("aside", { class: "side-panel" },
        h("section", { class: "source-panel", id: "source", "aria-live": "polite", "aria-label": "这个数的来历" }),
        h("section", { id: "findings", "aria-label": "问题" }))),
  ];
}

/** All that stands around the paper; what has changed in the findings is said. */
function status() {
  const { check, earlier: kept } = page.state;
  $("undo-text").disabled = !before.length;
  $("earlier").textContent = kept.length ? `以前的稿子（${kept.length}）` : "以前的稿子";
  $("earlier").disabled = !kept.length;
  fill($("legend"), check?.unchecked ? h("div", { class: "box error" }, problemList(check.unchecked)) : legend(page));
  fill($("findings"), findingsList(page, text.marks, { goTo, apply, whereIs }));
  const figure = paper.shown();
  if (figure) paper.showSource(figure);
  else paper.showNoSource();
  const words = check?.summary ? `错误 ${check.summary.errors} 处，提醒 ${check.summary.warnings} 处` : "";
  if (said && words !== said) tell(check?.findings?.length ? `${words}。第一处：${check.findings[0].message}` : words, false);
  said = words;
}

// ------------------------------------------------------------------ writing it to the program

function changed() {
  $("saved").textContent = "正在核……";
  window.clearTimeout(timer);
  timer = window.setTimeout(send, WAIT);
}

function send() {
  saving ??= write().finally(() => {
    saving = null;
    if (isChanged() && !trouble.isOpen()) changed();
  });
  return saving;
}

async function write() {
  const whole = joined();
  if (whole === text.saved) { $("saved").textContent = ""; return; }
  try {
    const { check } = await change("/api/text", { text: whole }, "PUT");
    text.saved = whole;
    Object.assign(page.state, { text: whole, check });
    setChecked(whole, check);
    page.frame();
    $("saved").textContent = "已核对，稿子在内存里";
    status();
    if (isFresh()) paper.paint();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    $("saved").textContent = "没有写上去";
    if (!(await trouble.handle(page, error))) tell(`${error.problems[0].message}。${error.problems[0].hint}`);
  }
}

function remember(was) {
  before = [...before, was].slice(-MOST_UNDONE);
  $("undo-text").disabled = false;
}

/** Take back the last change of the text. */
function undo() {
  writing.commit();
  const was = before.pop();
  if (was === undefined) { tell("没有可以撤销的"); return; }
  replace(was);
  tell("已撤销上一处改动");
}

function replace(whole) {
  setLines(whole);
  $("undo-text").disabled = !before.length;
  paper.forgetFigure();
  paper.paint();
  changed();
}

/** Put right what a finding names, as it proposes. */
function apply(finding) {
  writing.commit();
  const whole = joined();
  if (!isFresh()) { tell("正在核对，稍等再点"); return; }
  remember(whole);
  replace(`${whole.slice(0, finding.from)}${finding.replacement}${whole.slice(finding.to)}`);
  tell(`已把“${whole.slice(finding.from, finding.to)}”改为“${finding.replacement}”`);
  paper.setCurrent(lineAt(finding.from));
  paper.currentBlock()?.focus({ preventScroll: true });
}

// ------------------------------------------------------------------ findings

function goTo(finding) {
  writing.commit();
  paper.paint();
  if (finding.to <= finding.from) {
    paper.showWhole(finding);
    tell(`${finding.grade}：${finding.message}`, false);
    return;
  }
  const line = lineAt(finding.from);
  const block = paper.blockAt(line);
  if (!block) return;
  paper.setCurrent(line);
  const figure = text.marks.figures.find((one) => one.claim && one.from < finding.to && one.to > finding.from);
  const target = (figure && paper.figureOf(figure.number)) || block;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
  jump = { number: finding.number, element: target, text: text.checked };
  for (const one of document.querySelectorAll(".flash")) one.classList.remove("flash");
  block.classList.add("flash");
  tell(`${finding.grade}：${finding.message}`, false);
}

/** Go to the finding behind (or before) the one last gone to, else behind where the focus is. */
function nextFinding(step) {
  const listed = text.marks.findings.filter((one) => one.to > one.from);
  if (!listed.length) { tell("没有发现问题"); return; }
  const { activeElement } = document;
  let next = listed.findIndex((one) => one.number === jump.number) + step;
  if (activeElement !== jump.element || jump.text !== text.checked) {
    const line = activeElement?.closest?.("[data-line]")?.dataset.line;
    const figure = text.marks.figures[activeElement?.dataset?.figure];
    const from = figure ? figure.from : line ? starts()[line] : 0;
    next = step > 0 ? listed.findIndex((one) => one.from >= from) : listed.findLastIndex((one) => one.from < from);
    if (next < 0) next = step > 0 ? 0 : listed.length - 1;
  }
  goTo(listed[(next + listed.length) % listed.length]);
}

function keys(event) {
  if ($("draft").hidden || text.saved === null || $("dialog").open) return;
  const inField = event.target.tagName === "TEXTAREA";
  if (event.key === "F8") {
    event.preventDefault();
    nextFinding(event.shiftKey ? -1 : 1);
  } else if (event.key === "z" && event.ctrlKey && !event.shiftKey && !inField && event.target.closest("#paper")) {
    event.preventDefault();
    undo();
  } else if (event.key === "Escape" && event.target.closest(".side-panel")) {
    (document.querySelector(".f.shown[role=button]") ?? paper.currentBlock())?.focus();
  }
}

// ------------------------------------------------------------------ the buttons above

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
  const was = joined();
  const area = h("textarea", { class: "whole", spellcheck: "false", "aria-label": "整篇稿子", value: was });
  const help = "可以把改过的稿子整个贴进来。# 是标题，## 是一级标题，### 是二级标题；各段之间空一行。";
  const answer = await ask("整篇改", [h("p", { class: "aside" }, help), area], [["yes", "就用这一篇", "main"], ["", "不改"]]);
  if (!answer || area.value === was) return;
  await page.attempt(async () => {
    await change("/api/keep", { text: was });
    await change("/api/text", { text: area.value }, "PUT");
    page.show(await getState());
    tell("已换成这一篇；原来的在“以前的稿子”里");
  });
}

/** A draft that was changed in Word takes the place of the one that is here. */
export async function bring(file) {
  if (!file) return;
  await flush();
  await page.attempt(async () => {
    page.show(await sendDraft(file));
    tell(`已换成“${file.name}”，${page.state.check?.told ?? ""}原来的在“以前的稿子”里`);
  });
}

async function earlier() {
  await flush();
  const answer = await ask("以前的稿子", h("p", { class: "aside" }, "换回以后，现在的稿子也留在这里。"),
    [["", "不换"], ...page.state.earlier.map((one, at) => [String(at), `${one.label}（${one.length} 字）`])]);
  if (answer === "") return;
  await page.attempt(async () => {
    page.show(await change("/api/earlier", { number: Number(answer) }));
    tell("已换回");
  });
}
