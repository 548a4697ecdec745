// The frame of the page: which step is shown, and what happens when the program cannot go on.

import { change, get, getState, Refused, seen } from "./api.js";
import { $, ask, h, saveFile, tell } from "./dom.js";
import * as draft from "./draft.js";
import * as facts from "./facts.js";
import * as files from "./files.js";
import * as options from "./options.js";
import * as trouble from "./trouble.js";

const STEPS = ["files", "facts", "options", "draft"];
const PAUSE = 3000;
const WORK_FORM = 1;

export const page = {
  state: null,
  choices: null,
  /** Show a state that the program has answered with. */
  show(state) {
    page.state = state;
    files.show(page);
    facts.show(page);
    options.show(page);
    draft.show(page);
    frame();
  },
  frame,
  /** Do something that may be refused; what it is refused for is told. Resolves to whether it was done. */
  async attempt(deed, refused = null) {
    try {
      await deed();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (await trouble.handle(page, error)) return false;
      if (refused) refused(error);
      else tell([error.problems[0].message, error.problems[0].hint].filter(Boolean).join("。"));
      return false;
    }
  },
  go(step) {
    if (location.hash === `#${step}`) turn();
    else location.hash = `#${step}`;
  },
};

function frame() {
  const { state } = page;
  const known = state.facts;
  const counts = {
    files: state.files.length || "",
    facts: known ? known.errors + known.warnings || "✓" : "",
    options: "",
    draft: state.check?.summary ? state.check.summary.errors + state.check.summary.warnings || "✓" : "",
  };
  const worst = {
    files: state.files.some((one) => one.refused.length) || state.conflicts.length || state.unstated.length ? "error" : "",
    facts: known?.errors ? "error" : known?.warnings ? "warning" : known ? "good" : "",
    draft: state.check?.summary?.errors ? "error" : state.check?.summary?.warnings ? "warning" : state.check ? "good" : "",
  };
  for (const step of STEPS) {
    const count = $(`to-${step}`).querySelector(".count");
    count.textContent = counts[step];
    count.className = `count ${worst[step] ?? ""}`;
    const open = step === "files" || (step === "draft" ? state.text !== null : known !== null);
    $(`to-${step}`).toggleAttribute("data-closed", !open);
  }
  const { organisation, year } = state.document;
  document.title = organisation ? `${organisation}${year ?? ""}年 · 执笔` : "执笔";
}

function turn() {
  const wanted = STEPS.includes(location.hash.slice(1)) ? location.hash.slice(1) : "files";
  for (const step of STEPS) {
    $(step).hidden = step !== wanted;
    const link = $(`to-${step}`);
    if (step === wanted) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  document.body.dataset.step = wanted;
  if (wanted === "options") options.opened();
  window.scrollTo(0, 0);
  $(`${wanted}-title`)?.focus({ preventScroll: true });
}

/** Look whether another window has changed the work, or the program has forgotten it. */
async function look() {
  if (document.hidden || trouble.isOpen()) return;
  let now;
  try {
    now = await get("/api/version");
  } catch (error) {
    if (error instanceof Refused) await trouble.handle(page, error);
    return;
  }
  if (now.session !== seen.session) {
    await trouble.handle(page, new Refused("gone", []));
  } else if (now.version !== seen.version && !draft.isBusy() && !files.isBusy() && !$("dialog").open) {
    const state = await getState();
    page.show(state);
    tell("另一个窗口改过，已换成新的");
  }
}

/** What this page holds, for a file or for the program to take up again. */
export function workOf(state) {
  return { "zhibi-desk": WORK_FORM, facts: state.facts_text ?? "", text: draft.currentText() ?? "", writer: state.writer ?? "" };
}

export function saveWork() {
  const { organisation = "执笔", year = "" } = page.state.document;
  saveFile(`${organisation}${year}年执笔工作.json`, JSON.stringify(workOf(page.state), null, 1), "application/json");
}

export async function openWork(text) {
  let work = null;
  try { work = JSON.parse(text); } catch { /* told below */ }
  if (work?.["zhibi-desk"] !== WORK_FORM) {
    tell(work?.["zhibi-desk"] ? "这是别的版本的执笔存的，这里打不开" : "这不是“存下这次工作”存的文件。科室的材料请在第一步交");
    return;
  }
  await page.attempt(async () => {
    page.show(await change("/api/work", { facts: work.facts, text: work.text, writer: work.writer ?? "" }));
    tell("已接上");
    page.go(page.state.text === null ? "facts" : "draft");
  });
}

function menu() {
  const closing = (deed) => () => { $("menu").open = false; deed(); };
  $("save-work").onclick = closing(async () => { await draft.flush(page); saveWork(); });
  $("open-work").onclick = closing(() => $("work-file").click());
  $("work-file").onchange = async (event) => {
    const [file] = event.target.files;
    if (file) await openWork(await file.text());
    event.target.value = "";
  };
  $("show-help").onclick = closing(() => ask("键盘怎么用", h("dl", { class: "keys" },
    [["Tab、Shift+Tab", "到下一个、上一个可以操作的地方"],
      ["稿子里 ↓ ↑", "到下一段、上一段"],
      ["稿子里 → ←", "到下一个、上一个数，右边显示它的来历"],
      ["Enter", "改这一段；在数上按，去看这条事实"],
      ["Esc 或 Ctrl+Enter", "改完这一段；在右边按 Esc，回到稿子"],
      ["Ctrl+Z", "撤销上一处改动"],
      ["F8、Shift+F8", "到下一处、上一处问题"]]
      .map(([key, words]) => [h("dt", {}, key), h("dd", {}, words)])), [["", "知道了", "main"]]));
  $("reset").onclick = closing(async () => {
    const answer = await ask("清空，从头来？", "材料、更正和稿子都会从内存里清掉。要留的先存下。",
      [["", "不清"], ["save", "先存下，再清空"], ["yes", "清空", "danger"]]);
    if (answer === "save") { await draft.flush(page); saveWork(); }
    if (answer) await page.attempt(async () => { page.show(await change("/api/reset")); page.go("files"); tell("已清空"); });
  });
  $("quit").onclick = closing(async () => {
    const answer = await ask("关闭执笔？", "关了以后，材料和稿子都不再留在这台机器的内存里。",
      [["", "不关"], ["save", "先存下，再关"], ["yes", "关闭", "danger"]]);
    if (answer === "save") { await draft.flush(page); saveWork(); }
    if (answer) await page.attempt(async () => { await change("/api/quit"); trouble.closed(); });
  });
  document.addEventListener("click", (event) => {
    if (!$("menu").contains(event.target)) $("menu").open = false;
  });
  $("menu").addEventListener("keydown", (event) => {
    if (event.key === "Escape") { $("menu").open = false; $("menu").querySelector("summary").focus(); }
  });
}

async function start() {
  history.replaceState(null, "", `/${location.hash}`);
  menu();
  await page.attempt(async () => {
    page.choices = await get("/api/choices");
    for (const part of [files, facts, options, draft]) part.start(page);
    page.show(await getState());
  });
  addEventListener("hashchange", turn);
  addEventListener("focus", look);
  addEventListener("beforeunload", (event) => {
    if (!draft.isBusy()) return;
    event.preventDefault();
    event.returnValue = "";  // older browsers
  });
  if (page.state) {
    if (!location.hash && page.state.text !== null) page.go("draft");
    else turn();
  }
  window.setInterval(look, PAUSE);
}

start();
