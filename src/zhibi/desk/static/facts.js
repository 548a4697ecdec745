// Step two: the facts by section, every message beside its fact; a wrong entry is refused.

import { change, get, Refused } from "./api.js";
import * as trouble from "./trouble.js";
import { $, ask, fill, h, problemList, tell } from "./dom.js";

/** Rows shown at first: a browser is slow with many thousands. */
const MOST = 400;

let page;
let wanted = "";
let onlyDoubtful = false;
let most = MOST;

export function start(thePage) {
  page = thePage;
}

export function show(thePage) {
  const { state } = thePage;
  const section = $("facts");
  const head = h("div", { class: "head" }, h("h2", { id: "facts-title", tabindex: "-1" }, "核事实"));
  if (!state.facts) {
    fill(section, head, h("p", { class: "empty" },
      state.files.length ? "材料还没有读成事实：把说法不一的、没有写明的先定下来。" : "还没有材料。", h("a", { href: "#files" }, "去交材料")));
    return;
  }
  const { facts } = state;
  const at = document.activeElement?.id;
  const total = facts.sections.reduce((sum, one) => sum + one.facts.length, 0);
  const table = h("div", { id: "facts-table" });
  head.append(h("p", { class: "lead" },
    `${total} 条事实，数值照交来的样子，一位不动。`,
    facts.errors + facts.warnings ? h("strong", { class: facts.errors ? "error" : "warning" }, `对不上的：错误 ${facts.errors} 处，提醒 ${facts.warnings} 处。`) : h("strong", { class: "good" }, "没有发现对不上的。")));
  fill(section, head,
    h("div", { class: "bar" },
      h("label", { for: "find" }, "找"),
      h("input", { id: "find", type: "search", value: wanted, placeholder: "名称、数、来源", oninput: (event) => { wanted = event.target.value.trim(); rows(table, state); } }),
      h("label", { class: "check" }, h("input", { type: "checkbox", id: "doubtful", checked: onlyDoubtful, onchange: (event) => { onlyDoubtful = event.target.checked; rows(table, state); } }), "只看有问题的"),
      h("span", { class: "stretch" }),
      h("button", { type: "button", id: "add-fact", onclick: add }, "补一条事实"),
      h("button", {
        type: "button", id: "undo", disabled: !state.corrections.length,
        title: state.corrections.at(-1) ?? null,
        onclick: () => page.attempt(async () => { const label = state.corrections.at(-1); page.show(await change("/api/facts/undo")); tell(`已撤销：${label}`); }),
      }, state.corrections.length ? `撤销“${state.corrections.at(-1).slice(0, 18)}”` : "撤销更正")),
    facts.findings.length ? h("div", { class: "box warning" }, h("h3", {}, "关于全部事实的"), messages(facts.findings)) : null,
    table,
    h("p", { class: "next" }, h("a", { class: "button main", href: "#options" }, "下一步：定体裁")));
  rows(table, state);
  if (at) $(at)?.focus({ preventScroll: true });
}

function rows(table, state) {
  const matches = (fact) => (!onlyDoubtful || fact.findings.length)
    && (!wanted || [fact.name, fact.value, fact.source, fact.place, ...fact.beside.flat()].some((one) => one.includes(wanted)));
  const shown = state.facts.sections.map((one) => [one, one.facts.filter(matches)]);
  const count = shown.reduce((sum, [, facts]) => sum + facts.length, 0);
  const narrowed = wanted || onlyDoubtful;
  let room = most;
  const listed = shown.map(([section, facts]) => {
    const some = facts.slice(0, Math.max(room, 0));
    room -= facts.length;
    return [section, some];
  });
  fill(table,
    narrowed ? h("p", { class: "aside", role: "status" }, `找到 ${count} 条`) : null,
    count ? h("table", { class: "grid facts" },
      h("thead", {}, h("tr", {}, ["事实", "数值", "时段、状态", "来源", ""].map((words) => h("th", { scope: "col" }, words || h("span", { class: "unseen" }, "操作"))))),
      listed.map(([section, facts]) => (facts.length || (!narrowed && count <= most)) && h("tbody", {},
        h("tr", { class: `section depth${Math.min(section.depth, 3)}` }, h("th", { colspan: "5", scope: "rowgroup" }, section.title, section.depth || section.part === section.title ? null : h("span", { class: "part" }, section.part))),
        facts.map(row)))) : null,
    count > most ? h("p", { class: "next" }, h("span", { class: "aside" }, `已显示 ${most} 条，还有 ${count - most} 条`),
      h("button", { type: "button", id: "more-facts", onclick: () => { most += MOST; rows(table, state); $("more-facts")?.focus(); } }, "再显示一些")) : null);
}

function row(fact) {
  const worst = fact.findings.some((one) => one.severity === "error") ? "error" : fact.findings.length ? "warning" : "";
  return h("tr", { id: `fact-${fact.id}`, class: `fact ${worst}`, tabindex: "-1" },
    h("td", { class: fact.is_statement ? "statement" : "indicator" }, fact.name,
      fact.corrected ? h("span", { class: "tag" }, "已更正") : null,
      fact.formula ? h("span", { class: "tag plain" }, `算得：${fact.formula}`) : null,
      fact.note ? h("p", { class: "aside" }, `备注：${fact.note}`) : null,
      fact.findings.length ? messages(fact.findings) : null),
    h("td", { class: "value" }, fact.value ? h("b", {}, fact.value) : null,
      fact.beside.map(([label, value]) => h("span", { class: "beside" }, fact.is_statement ? [h("b", {}, value), h("small", {}, label)] : [h("small", {}, label), value]))),
    h("td", {}, h("span", { class: "line" }, fact.period), h("span", { class: "line" }, fact.status),
      fact.show === "必写" ? null : h("span", { class: "tag plain" }, fact.show)),
    h("td", { class: "source" }, h("span", { class: "line" }, fact.source), fact.place && !fact.source.includes(fact.place) ? h("span", { class: "place" }, fact.place) : null),
    h("td", { class: "deeds" }, fact.can_be_corrected
      ? h("button", { type: "button", id: `edit-${fact.id}`, "aria-label": `更正 ${fact.name.slice(0, 30)}`, onclick: () => edit(fact) }, "更正") : null));
}

function messages(findings) {
  return h("ul", { class: "messages" }, findings.map((one) => h("li", { class: one.severity },
    h("span", { class: "grade" }, `${one.grade} ${one.code}`), h("span", {}, one.message),
    one.hint ? h("span", { class: "hint" }, one.hint) : null)));
}

/** A form in a dialog that stays open until what it holds is accepted. */
function form(title, lead, controls, words, deed, others = []) {
  const dialog = $("dialog");
  const problems = h("div", { role: "alert" });
  const body = h("form", {
    method: "dialog", onsubmit: async (event) => {
      event.preventDefault();
      fill(problems);
      try {
        await deed(body);
        dialog.close("done");
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.kind === "input") {
          fill(problems, h("div", { class: "box error" }, h("h3", {}, "没有写上去"), problemList(error.problems.map((one) => ({ ...one, place: "" })))));
          for (const one of body.elements) if (one.dataset.changed) one.setAttribute("aria-invalid", "true");
        } else if (error.kind === "stale") {
          fill(problems, h("div", { class: "box warning" }, h("p", {}, "另一个窗口刚改过，已换成新的。这里填的还在，再按一次“", words, "”就写上去。")));
          await trouble.handle(page, error);
        } else {
          dialog.close();
          await trouble.handle(page, error);
        }
      }
    },
    oninput: (event) => { event.target.dataset.changed = "1"; event.target.removeAttribute("aria-invalid"); },
  },
  h("h2", { id: "dialog-title" }, title), lead ? h("p", { class: "lead" }, lead) : null, problems,
  h("div", { class: "fields" }, controls),
  h("div", { class: "buttons" }, h("button", { class: "main" }, words), h("button", { type: "button", onclick: () => dialog.close() }, "不改"), h("span", { class: "stretch" }), others));
  fill(dialog, body);
  dialog.onclose = null;
  dialog.classList.remove("broad");
  dialog.showModal();
  return dialog;
}

function control(field, prefix) {
  const id = `${prefix}-${field.path}`;
  const common = { id, name: field.path };
  let input;
  if (field.choices) {
    const plain = prefix === "new" ? "" : "不另写（照整节、整份的）";
    input = h("select", common, [["", plain || "照整节、整份的"], ...field.choices].map(([key, words]) => h("option", { value: key, selected: key === field.value }, words)));
  } else if (field.long) {
    input = h("textarea", { ...common, rows: "4", value: field.value });
  } else {
    input = h("input", { ...common, value: field.value, autocomplete: "off", placeholder: field.example ?? null });
  }
  return h("div", { class: field.long ? "field long" : "field" }, h("label", { for: id }, field.label), input);
}

export async function edit(fact) {
  await page.attempt(async () => {
    const { fields } = await get(`/api/facts/fields?${new URLSearchParams({ id: fact.id })}`);
    const dialog = form("更正这条事实", fact.place ? `出自 ${fact.place}。这里改的只记在执笔里，不动原来的表。` : "", fields.map((one) => control(one, "field")), "写上去", async (body) => {
      const changed = fields.filter((one) => body.elements[one.path].value !== one.value);
      if (!changed.length) return;
      page.show(await change("/api/facts/set", { id: fact.id, fields: Object.fromEntries(changed.map((one) => [one.path, body.elements[one.path].value])) }));
      tell(`已更正，${told()}`);
    }, [h("button", { type: "button", class: "danger plain", onclick: () => remove(fact) }, "删去这一条")]);
    dialog.onclose = () => $(`edit-${fact.id}`)?.focus();
    (dialog.querySelector("#field-value") ?? dialog.querySelector("textarea, input"))?.focus();
  });
}

async function remove(fact) {
  $("dialog").close();
  const answer = await ask("删去这一条？", h("p", {}, fact.name, fact.value ? `：${fact.value}` : ""), [["", "不删"], ["yes", "删去", "danger"]]);
  if (answer) {
    await page.attempt(async () => {
      page.show(await change("/api/facts/remove", { id: fact.id }));
      tell(`已删去，${told()}。可以撤销`);
    });
  }
}

function told() {
  const { errors, warnings } = page.state.facts;
  return errors + warnings ? `事实里错误 ${errors} 处、提醒 ${warnings} 处` : "事实里没有对不上的";
}

function add() {
  const sections = page.state.facts.sections.map((one) => [one.id, `${"　".repeat(one.depth)}${one.title}（${one.part}）`]);
  const fields = [
    { path: "name", label: "名称（指标）", value: "", example: "税收收入" },
    { path: "value", label: "数值（照原样，带单位）", value: "", example: "2186.4万元" },
    { path: "growth", label: "同比", value: "", example: "6.35%" },
    { path: "text", label: "或者写内容：一句话，句中的数逐个核", value: "", long: true },
    { path: "period", label: "时段", value: "", example: "1—11月" },
    { path: "status", label: "状态", value: "", choices: STATUSES },
    { path: "source", label: "来源", value: "", example: "财政所 表1 B2" },
  ];
  const where = h("div", { class: "field long" }, h("label", { for: "new-section" }, "放在哪一节"),
    h("select", { id: "new-section", name: "section" }, sections.map(([id, words]) => h("option", { value: id }, words))));
  const dialog = form("补一条事实", "指标写名称和数值；成句的写内容。两样写一样。", [where, ...fields.map((one) => control(one, "new"))], "补上", async (body) => {
    const given = Object.fromEntries(fields.map((one) => [one.path, body.elements[one.path].value.trim()]).filter(([, value]) => value));
    page.show(await change("/api/facts/add", { section: body.elements.section.value, fields: given }));
    tell(`已补上，${told()}`);
  });
  dialog.onclose = () => $("add-fact")?.focus();
}

const STATUSES = [["done", "已完成"], ["to_date", "累计至今"], ["ongoing", "进行中"], ["forecast", "预计"], ["target", "目标"], ["last_year", "上年"]];

/** Go to a fact and show where it is. */
export function goTo(id) {
  wanted = "";
  onlyDoubtful = false;
  most = Infinity;
  show(page);
  page.go("facts");
  window.setTimeout(() => {
    const found = $(`fact-${id}`);
    if (!found) return;
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
  }, 50);
}
