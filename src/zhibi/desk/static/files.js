// Step one: the offices' files, what was taken from each and what was not.

import { change, sendFile } from "./api.js";
import { openWork } from "./app.js";
import { $, ask, fill, h, problemList, tell } from "./dom.js";
import * as draft from "./draft.js";
import { documentFields, readFields } from "./options.js";

let sending = "";
let refusals = [];
let page;

export const isBusy = () => sending !== "";

export function start(thePage) {
  page = thePage;
  for (const kind of ["dragenter", "dragover"]) {
    addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      document.body.classList.add("dragging");
    });
  }
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dragging"); });
  addEventListener("drop", async (event) => {
    document.body.classList.remove("dragging");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    const files = await dropped(event.dataTransfer);
    if (files.length === 1 && await isDraft(files[0])) { await draft.bring(files[0]); return; }
    page.go("files");
    take(files);
  });
}

/** Whether a file that is dropped on the draft is that draft, changed elsewhere. */
async function isDraft(file) {
  if ($("draft").hidden || page.state.text === null || !/\.(docx|md|txt)$/i.test(file.name)) return false;
  const answer = await ask(`“${file.name}”是什么？`, h("p", {}, "改过的稿子就换上来核对，现在的稿子留在“以前的稿子”里；科室的材料就合并到事实里。"),
    [["draft", "改过的稿子", "main"], ["material", "科室的材料"]]);
  return answer === "draft";
}

/** The files of a drop, those within folders too. */
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const found = [];
  async function walk(entry) {
    if (entry.isFile) found.push(await new Promise((done, failed) => entry.file(done, failed)));
    else {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!some.length) break;
        for (const one of some) await walk(one);
      }
    }
  }
  for (const entry of entries) await walk(entry);
  return found.filter((file) => !file.name.startsWith(".") && !file.name.startsWith("~$"));
}

async function take(given) {
  if (!given.length || sending) return;
  const work = given.length === 1 && given[0].name.endsWith(".json") && await isWork(given[0]);
  if (work) { await openWork(work); return; }
  const { limits } = page.choices;
  const names = new Set();
  refusals = [];
  for (const [number, file] of given.entries()) {
    sending = `正在交 ${number + 1}/${given.length}：${file.name}`;
    show(page);
    if (file.size > limits.file) {
      refusals.push({ place: file.name, message: `过大（${megabytes(file.size)}），最多 ${megabytes(limits.file)}`, hint: "拆成几个文件，或检查是不是选错了" });
      continue;
    }
    const sent = await page.attempt(() => sendFile(file, names.has(file.name)),
      (error) => refusals.push(...error.problems.map((one) => ({ ...one, place: one.place || file.name }))));
    if (!sent && !refusals.length) break;
    names.add(file.name);
  }
  sending = "正在读……";
  show(page);
  await read({}, given.length - refusals.length);
}

async function isWork(file) {
  try {
    const text = await file.text();
    return JSON.parse(text)["zhibi-desk"] ? text : "";
  } catch { return ""; }
}

async function read(asked, count = 0) {
  await page.attempt(async () => {
    const state = await change("/api/read", { prefer: page.state.prefer, ...asked });
    sending = "";
    page.show(state);
    tell(summary(state, count));
  });
  if (sending) { sending = ""; show(page); }
}

function summary(state, count) {
  const bad = state.files.filter((one) => one.refused.length).length;
  return [count ? `交了 ${count} 个文件` : "", bad ? `${bad} 个没有读入` : "",
    state.conflicts.length ? `${state.conflicts.length} 处说法不一` : "",
    state.facts ? "事实已读成" : ""].filter(Boolean).join("，");
}

const megabytes = (bytes) => (bytes >= 1 << 20 ? `${(bytes / (1 << 20)).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`);

export function show(thePage) {
  const { state } = thePage;
  const focused = document.activeElement?.id;
  fill($("files"),
    h("div", { class: "head" },
      h("h2", { id: "files-title", tabindex: "-1" }, "交材料"),
      h("p", { class: "lead" }, "各科室报来的表和文字，一起拖进来就行。只在这台机器的内存里读，不上网，关掉就没有了。")),
    dropZone(state),
    refusals.length ? h("div", { class: "box error", role: "alert" }, h("h3", {}, "没有收下"), problemList(refusals)) : null,
    state.problems.length ? h("div", { class: "box error", role: "alert" }, h("h3", {}, "合在一起有问题"), problemList(state.problems)) : null,
    state.unstated.length ? unstated(state) : null,
    state.conflicts.length ? conflicts(state) : null,
    state.left?.length ? h("div", { class: "box warning" }, h("h3", {}, "这些更正没有再用上"),
      h("p", {}, "材料换过以后，这些条不在了，或已经是别的数："), h("ul", {}, state.left.map((one) => h("li", {}, one)))) : null,
    state.files.length ? table(state) : null,
    state.notes.length ? h("div", { class: "box" }, h("h3", {}, "合并时要知道的"), problemList(state.notes, "warning")) : null,
    state.facts ? h("p", { class: "next" }, h("a", { class: "button main", href: "#facts" }, "下一步：核事实")) : null);
  if (focused) $(focused)?.focus({ preventScroll: true });
}

function dropZone(state) {
  const input = h("input", {
    type: "file", id: "choose", class: "unseen", multiple: true, accept: page.choices.endings.join(","),
    onchange: (event) => { take([...event.target.files]); event.target.value = ""; },
  });
  return h("div", { class: state.files.length ? "drop small" : "drop" },
    h("p", { class: "drop-words" }, "把文件或文件夹拖到这一页的任何地方"),
    h("p", {}, input, h("label", { for: "choose", class: "button main" }, "选文件"),
      h("span", { class: "aside" }, "Excel、CSV、Word、文本、事实文件（.yaml .json）；同名的再交一次，就换成新的")),
    sending ? h("p", { class: "progress", role: "status" }, sending) : null);
}

function unstated(state) {
  const form = h("form", {
    class: "box error", onsubmit: (event) => {
      event.preventDefault();
      read({ document: readFields(form) });
    },
  },
  h("h3", {}, "材料里没有写明这是谁的、哪一年的报告"),
  h("p", {}, "在这里填上；或交一份“基本信息”表。"),
  h("div", { class: "fields" }, documentFields(page, ["organisation", "year", "kind", "style"], { ...state.suggested, ...state.document }, "missing")),
  h("button", { class: "main" }, "就按这个读"));
  return form;
}

function conflicts(state) {
  const prefer = (source, other) => read({ prefer: [...state.prefer.filter((one) => one !== other && one !== source), source] });
  return h("div", { class: "box error", role: "region", "aria-label": "说法不一" },
    h("h3", {}, `说法不一的 ${state.conflicts.length} 处，定下来才能起草`),
    h("p", {}, "核实后点取哪一个；或改好表，再交一次。"),
    h("ol", { class: "conflicts" }, state.conflicts.map((one) => {
      const alike = one.sides[0]?.source === one.sides[1]?.source;
      return h("li", {},
        h("p", { class: "what" }, one.what, one.remark ? h("span", { class: "hint" }, one.remark) : null),
        h("div", { class: "sides" }, one.sides.map((side, at) => h("div", { class: "side" },
          h("b", {}, side.text), h("span", { class: "place" }, side.source),
          alike ? null : h("button", {
            type: "button", "aria-label": `${one.what}：取 ${side.text}（${side.source}）`,
            onclick: () => prefer(side.source, one.sides[1 - at].source),
          }, "取这个")))),
        alike ? h("p", { class: "hint" }, "两处来源相同，只能改表，或移出一个文件") : null);
    })),
    state.prefer.length ? h("p", {}, `已定：以 ${state.prefer.join("、")} 为准 `,
      h("button", { type: "button", class: "plain", onclick: () => read({ prefer: [] }) }, "重新定")) : null);
}

function table(state) {
  const tallies = state.files.map((one) => one.tally).filter(Boolean);
  const seen = tallies.reduce((sum, one) => sum + one.seen, 0);
  const used = tallies.reduce((sum, one) => sum + one.used, 0);
  const bad = state.files.filter((one) => one.refused.length);
  return h("div", { class: "box" },
    h("h3", {}, `${state.files.length} 个文件`),
    h("p", { class: "total" },
      tallies.length ? ["共看到 ", h("b", {}, String(seen)), " 个数，用了 ", h("b", {}, String(used)), " 个", seen > used ? ["，其余 ", h("b", {}, String(seen - used)), " 个没有用，每一个在哪里、为什么，列在各文件那一行。"] : "，一个不落。"] : null,
      state.agreed ? `有 ${state.agreed} 条由两处以上提供，一致。` : "",
      bad.length ? h("strong", { class: "error" }, `有 ${bad.length} 个文件没有读入，下面的事实不含它们。`) : null),
    h("table", { class: "grid files" },
      h("thead", {}, h("tr", {}, ["文件", "看到的数", "用了", "没有用", "说明", ""].map((words, at) =>
        h("th", { scope: "col", class: at > 0 && at < 4 ? "number" : "" }, words || h("span", { class: "unseen" }, "操作"))))),
      h("tbody", {}, state.files.map(row))));
}

function row(file) {
  const { tally } = file;
  const left = tally ? tally.seen - tally.used : 0;
  return h("tr", { class: file.refused.length ? "refused" : "" },
    h("th", { scope: "row" }, file.name, h("span", { class: "size" }, megabytes(file.size))),
    h("td", { class: "number", "data-of": "看到的数" }, tally ? String(tally.seen) : "—"),
    h("td", { class: "number", "data-of": "用了" }, tally ? String(tally.used) : "—"),
    h("td", { class: "number", "data-of": "没有用" }, tally ? String(left) : "—"),
    h("td", {},
      file.refused.length ? [h("strong", { class: "error" }, "没有读入"), problemList(file.refused.map(within(file)))] : null,
      !file.refused.length && !tally ? h("span", { class: "aside" }, "事实文件，全部读入") : null,
      left ? h("details", {}, h("summary", {}, leftSummary(tally.left)), leftTable(tally.left)) : tally ? h("span", { class: "good" }, "全部用上") : null,
      file.notes.length ? h("details", {}, h("summary", {}, `提醒 ${file.notes.length} 条`),
        problemList(file.notes.map(within(file)), "warning")) : null),
    h("td", {}, h("button", {
      type: "button", class: "plain", "aria-label": `移出 ${file.name}`,
      onclick: () => page.attempt(async () => { page.show(await change("/api/files/remove", { name: file.name })); tell(`已移出 ${file.name}`); }),
    }, "移出")));
}

/** A problem with its place within the file alone. */
const within = (file) => (one) => ({ ...one, place: one.place.replace(file.name, "").replace(/^[: ]+/, "") });

function byReason(left) {
  const groups = new Map();
  for (const one of left) {
    const group = groups.get(one.why) ?? { count: 0, places: new Map() };
    group.count += one.count;
    group.places.set(one.place, (group.places.get(one.place) ?? 0) + one.count);
    groups.set(one.why, group);
  }
  return [...groups].sort((a, b) => b[1].count - a[1].count);
}

function leftSummary(left) {
  return byReason(left).map(([why, group]) => `${why} ${group.count} 个`).join("；");
}

function leftTable(left) {
  return h("dl", { class: "left" }, byReason(left).map(([why, group]) => [
    h("dt", {}, `${why}（${group.count} 个数）`),
    h("dd", {}, [...group.places].map(([place, count]) => h("span", { class: "cell" }, place, count > 1 ? h("small", {}, `×${count}`) : null))),
  ]));
}

