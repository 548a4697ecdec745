// When the program cannot go on: closed, restarted, forgotten, or changed by another window.
// Whatever has happened, the text on this page is kept and can be saved or taken up again.

import { change, getState, seen } from "./api.js";
import { openWork, page as thePage, saveWork, workOf } from "./app.js";
import { $, fill, h, tell } from "./dom.js";
import * as draft from "./draft.js";

const WORDS = {
  offline: ["执笔没有回应，多半是已经关了。", "这一页上的稿子还在：先存成文件；重新启动以后，用“接着上次的工作”打开。"],
  token: ["这一页的通行码失效了，多半是执笔重新启动过。", "这一页上的稿子还在：先存成文件，再到新打开的那一页，用“接着上次的工作”打开。"],
  gone: ["放得太久，程序已把材料和稿子从内存里清掉。", "这一页上的事实和稿子还在：可以接着用，也可以先存成文件。"],
  stale: ["另一个窗口已经改过，这里的改动还没有写上去。", "两份都不会丢：没有选的那一份留在“以前的稿子”里。"],
};

export const isOpen = () => !$("notice").hidden;

/** Show what has happened and what can be done. Resolves to false for what is told elsewhere. */
export async function handle(page, error) {
  if (!(error.kind in WORDS)) return false;
  if (error.kind === "stale" && !draft.isBusy()) {
    page.show(await getState());
    tell("另一个窗口已经改过，已换成新的；刚才这一步请再做一次");
    return true;
  }
  if (error.kind === "gone" && !page.state?.facts_text) {
    page.show(await getState());
    tell("放得太久，程序已把内容清掉，请重新交材料");
    return true;
  }
  show(error.kind, BUTTONS[error.kind](page));
  return true;
}

function show(kind, buttons) {
  const [what, next] = WORDS[kind];
  const notice = $("notice");
  if (!notice.hidden && notice.dataset.kind === kind) return;
  notice.dataset.kind = kind;
  fill(notice,
    h("p", {}, h("b", {}, what), next),
    h("div", { class: "buttons" }, buttons.map(([words, deed, look]) =>
      h("button", { type: "button", class: look ?? "", onclick: deed }, words))));
  notice.hidden = false;
}

function hide() {
  $("notice").hidden = true;
}

const save = ["把这一页存成文件", () => { saveWork(); tell("已存成文件"); }, "main"];

const BUTTONS = {
  offline: (page) => [save, ["再试一次", async () => {
    hide();
    await page.attempt(async () => {
      const mine = workOf(page.state);
      const state = await getState();
      if (state.text !== mine.text && mine.text) await draft.flush(page);
      else page.show(state);
      tell("又连上了");
    });
  }]],
  token: () => [save],
  gone: (page) => [["接着用这一页上的", async () => {
    const mine = JSON.stringify(workOf(page.state));
    hide();
    draft.drop();
    await openWork(mine);
  }, "main"], ["把这一页存成文件", save[1]], ["不要了，从头来", async () => {
    hide();
    draft.drop();
    thePage.show(await getState());
    thePage.go("files");
  }]],
  stale: (page) => [["用那边的，我的留着", () => resolve(page, false), "main"],
    ["用我这边的，那边的留着", () => resolve(page, true)]],
};

/** Take one of two texts; the other is kept among the earlier ones. */
async function resolve(page, mine) {
  const text = draft.currentText();
  hide();
  await page.attempt(async () => {
    const theirs = await getState();
    await change("/api/keep", { text: mine ? theirs.text ?? "" : text });
    draft.drop();
    if (mine) {
      await change("/api/text", { text }, "PUT");
    }
    page.show(await getState());
    tell(mine ? "已用这边的稿子；那边的在“以前的稿子”里" : "已用那边的稿子；这边的在“以前的稿子”里");
  });
}

/** The program was closed from this page. */
export function closed() {
  seen.session = "";
  fill(document.body, h("main", { class: "closed" }, h("h1", {}, "执笔已关闭"),
    h("p", {}, "没有留下任何材料和稿子。可以关掉这一页了。")));
}
