// Step three: what the report is, and who writes it.

import { change, get } from "./api.js";
import { $, ask, fill, h, problemList, tell } from "./dom.js";
import * as draft from "./draft.js";

const LABELS = {
  organisation: ["单位", "青山镇"], year: ["年份", "2024"], kind: ["报告种类"], style: ["样式"],
  period: ["数据时段", "1—11月"], self: ["自称", "我镇"], superior: ["上级怎么称", "县委、县政府"],
  title: ["标题", "不写就按样式"], signed: ["落款", "青山镇人民政府"], date: ["成文日期", "2024-12-06"],
  framing: ["引领、衔接的话"], computed: ["文中自己算的数"],
};
let page;
let waiting = 0;
let isDirty = false;

export function start(thePage) {
  page = thePage;
}

/** Labelled fields of the document, ready for `readFields`. */
export function documentFields(thePage, keys, values, prefix) {
  const { choices } = thePage;
  const lists = { kind: choices.kinds, style: choices.styles, framing: [["", "照样式"], ...choices.framings], computed: [["", "不许"], ["allow", "允许（仍会提醒）"]] };
  return keys.map((key) => {
    const [label, example] = LABELS[key];
    const id = `${prefix}-${key}`;
    const value = values[key] ?? "";
    let control;
    if (lists[key]) {
      const known = lists[key].some(([one]) => one === value);
      const offered = known || !value ? lists[key] : [[value, value], ...lists[key]];
      const blank = value || lists[key][0][0] === "" ? [] : [["", "请选择"]];
      control = h("select", { id, name: key }, [...blank, ...offered].map(([one, words, about]) => h("option", { value: one, selected: one === value, title: about ?? null }, words)));
    } else {
      control = h("input", { id, name: key, value, placeholder: example, autocomplete: "off", inputmode: key === "year" ? "numeric" : null });
    }
    const about = key === "style" ? h("small", { id: `${id}-about` }) : null;
    if (about) {
      const tell = () => { about.textContent = choices.styles.find(([one]) => one === control.value)?.[2] ?? ""; };
      control.setAttribute("aria-describedby", about.id);
      control.addEventListener("change", tell);
      tell();
    }
    return h("div", { class: `field ${key}` }, h("label", { for: id }, label), control, about);
  });
}

/** What a form's fields hold. */
export function readFields(form) {
  return Object.fromEntries([...form.elements].filter((one) => one.name).map((one) => [one.name, one.value]));
}

export function show(thePage) {
  const { state, choices } = thePage;
  const section = $("options");
  const head = h("div", { class: "head" }, h("h2", { id: "options-title", tabindex: "-1" }, "定体裁"),
    h("p", { class: "lead" }, "材料里写明的已经填好。改了的，报告和核对都按改后的。"));
  if (!state.facts) {
    fill(section, head, h("p", { class: "empty" }, "先交材料，读成事实以后再来定。", h("a", { href: "#files" }, "去交材料")));
    return;
  }
  if (isDirty && section.querySelector("form")) return;
  const values = { ...state.document, framing: state.document.framing ?? "", computed: state.document.computed === "forbid" ? "" : state.document.computed ?? "" };
  const lines = (key) => (Array.isArray(values[key]) ? values[key] : values[key] ? [values[key]] : []).join("\n");
  const length = values.length ?? ["", ""];
  const problems = h("div", { role: "alert" });
  const { errors } = state.facts;
  const doubt = errors ? h("div", { class: "box warning" }, h("p", {}, `事实本身有 ${errors} 处对不上，以它为据的稿件也就不可靠。`, h("a", { href: "#facts" }, "先去核事实"))) : null;
  const form = h("form", { class: "options", oninput: () => { isDirty = true; }, onsubmit: (event) => { event.preventDefault(); write(form, problems); } },
    h("fieldset", {}, h("legend", {}, "哪一份报告"),
      h("div", { class: "fields" }, documentFields(page, ["organisation", "year", "kind", "style", "period", "title"], values, "document")),
      choices.style ? h("p", { class: "aside" }, `启动时写明了样式“${choices.style}”，起草和核对都按它。`) : null),
    h("fieldset", {}, h("legend", {}, "怎样称呼、怎样落款"),
      h("div", { class: "fields" }, documentFields(page, ["self", "superior", "signed", "date"], values, "document"))),
    h("fieldset", {}, h("legend", {}, "写法"), h("p", { id: "length", class: "aside" }),
      h("div", { class: "fields" },
        h("div", { class: "field" }, h("label", { for: "length-from" }, "篇幅（字）"),
          h("span", { class: "pair" }, h("input", { id: "length-from", name: "length.0", value: length[0], inputmode: "numeric", placeholder: "5000", "aria-label": "篇幅至少（字）" }), "—",
            h("input", { name: "length.1", value: length[1], inputmode: "numeric", placeholder: "6000", "aria-label": "篇幅至多（字）" }))),
        documentFields(page, ["framing", "computed"], values, "document"),
        h("div", { class: "field long" }, h("label", { for: "document-guiding" }, "指导思想（一行一个）"),
          h("textarea", { id: "document-guiding", name: "guiding", rows: "2", value: lines("guiding"), placeholder: "党的二十大精神" })))),
    h("fieldset", {}, h("legend", {}, "由谁来写"),
      h("div", { class: "writers" },
        h("label", { class: "writer" }, h("input", { type: "radio", name: "writer", value: "offline", checked: true }),
          h("span", {}, h("b", {}, "程序"), "不联网，照事实平实写出，一两秒写完")),
        choices.model
          ? h("label", { class: "writer" }, h("input", { type: "radio", name: "writer", value: "model" }),
            h("span", {}, h("b", {}, `模型 ${choices.model.name}`), `事实会发到 ${choices.model.host}（敏感的不发）；数字仍由程序填、由程序核`))
          : h("p", { class: "aside" }, "没有配置模型。要用模型，按文档设好再启动执笔。"))),
    problems,
    h("p", { class: "next" }, h("button", { class: "main", id: "write" }, state.text === null ? "起草" : "重新起草"),
      h("button", { type: "button", onclick: () => save(form, problems) }, "只存这些设定"),
      h("span", { class: "progress", id: "writing", role: "status" })));
  fill(section, head, doubt, form);
  if (!section.hidden) opened();
}

/** Say about how long the report will be: asked for when it is looked at, since it takes a while. */
export async function opened() {
  if (!$("length")) return;
  const { told } = await get("/api/length").catch(() => ({ told: "" }));
  if ($("length")) $("length").textContent = told;
}

async function save(form, problems) {
  const fields = readFields(form);
  delete fields.writer;
  fill(problems);
  return page.attempt(async () => {
    const state = await change("/api/document", { fields });
    const writer = form.elements.writer?.value;
    isDirty = false;
    page.show(state);
    for (const one of document.querySelectorAll("[name=writer]")) one.checked = one.value === writer;
    tell("已存");
  }, (error) => fill(problems, h("div", { class: "box error" }, h("h3", {}, "没有存上"), problemList(error.problems))));
}

async function write(form, problems) {
  const writer = form.elements.writer?.value ?? "offline";
  await draft.flush(page);
  if (!(await save(form, problems))) return;
  if (page.state.text !== null) {
    const answer = await ask("重新起草？", "会照现在的事实另写一稿。现在的稿子留在“以前的稿子”里，可以换回来。", [["yes", "重新起草", "main"], ["", "不用"]]);
    if (!answer) return;
  }
  const button = $("write");
  button.disabled = true;
  follow();
  const done = await page.attempt(async () => {
    page.show(await change("/api/draft", { writer }));
    page.go("draft");
    tell(page.state.check?.told ?? "写好了");
  }, (error) => fill($("options").querySelector("form [role=alert]"), h("div", { class: "box error" }, h("h3", {}, "没有写成"), problemList(error.problems))));
  window.clearInterval(waiting);
  if (!done && $("write")) { $("write").disabled = false; fill($("writing")); }
}

/** Show how far the writing is. */
function follow() {
  window.clearInterval(waiting);
  fill($("writing"), "正在起草……");
  waiting = window.setInterval(async () => {
    try {
      const { progress } = await get("/api/version");
      if (progress && $("writing")) fill($("writing"), progress);
    } catch { /* the request for the draft itself tells what happened */ }
  }, 700);
}
