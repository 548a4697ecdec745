// Beside the paper: what each colour means, where a figure comes from, what is wrong.

import { h } from "./dom.js";
import * as facts from "./facts.js";

export function legend(page) {
  const { check, replaced, writer } = page.state;
  if (!check?.summary) return [];
  const counts = new Map();
  for (const one of check.figures) if (one.claim) counts.set(one.status, (counts.get(one.status) ?? 0) + 1);
  return h("div", { class: "legend" },
    h("ul", { "aria-label": "数字的颜色" }, page.choices.statuses.filter(([key]) => counts.get(key)).map(([key, word, meaning]) =>
      h("li", { title: meaning }, h("span", { class: `f ${key}` }, word), ` ${counts.get(key)}`))),
    h("p", { class: "verdict" }, check.summary.errors ? h("strong", { class: "error" }, `错误 ${check.summary.errors} 处`) : h("strong", { class: "good" }, "没有错误"),
      check.summary.warnings ? `，提醒 ${check.summary.warnings} 处` : "",
      check.coverage.must ? `；应报 ${check.coverage.must} 项，已报 ${check.coverage.used} 项` : ""),
    replaced.length ? h("details", {}, h("summary", {}, `${writer} 写错、改由事实直接写出的 ${replaced.length} 处`),
      h("ul", {}, replaced.map((one) => h("li", {}, `原句：${one.original || "（没有写）"}`, h("br"), `改为：${one.replacement || "（删去）"}（${one.reason}）`)))) : null);
}

/** Where a figure comes from: the fact, the file, the cell or the sentence. */
export function sourceOf(page, figure, marks, apply) {
  const [, word, meaning] = page.choices.statuses.find(([key]) => key === figure.status);
  const { entries } = page.state.facts ?? { entries: {} };
  const known = figure.facts.map((id) => entries[id]).filter(Boolean);
  const about = marks.findings.filter((one) => one.from < figure.to && one.to > figure.from);
  const near = figure.status === "conflict" || figure.status === "unsupported";
  return [
    h("h3", {}, h("span", { class: `f ${figure.status}` }, figure.text), h("span", { class: "word" }, word), h("small", {}, meaning)),
    about.map((one) => findingBody(one, apply)),
    figure.how ? h("p", { class: "how" }, `由来：${figure.how}`) : null,
    !known.length && !near && ["year", "period", "date"].includes(figure.kind) ? h("p", { class: "aside" }, "依据：报告的年份、时段（第三步“定体裁”）") : null,
    known.length ? h("p", { class: "aside" }, near ? "最接近的事实" : known.length > 1 ? "依据的事实" : "依据") : null,
    known.slice(0, 4).map(origin),
  ];
}

/** What a finding about the whole text says, with the facts that it names. */
export function aboutWhole(page, finding) {
  const { entries } = page.state.facts ?? { entries: {} };
  return [h("h3", {}, "全文"), findingBody(finding, null), finding.facts.map((id) => entries[id]).filter(Boolean).slice(0, 4).map(origin)];
}

function origin(entry) {
  const role = entry.role && entry.role !== "文中" ? `${entry.role} ` : "";
  return h("dl", { class: "origin" },
    h("dt", {}, "事实"), h("dd", {}, h("b", {}, `${role}${entry.name}`), ` ${entry.value}`, entry.period ? `（${entry.period}）` : "", entry.status ? `，${entry.status}` : ""),
    entry.text ? [h("dt", {}, "原句"), h("dd", { class: "sentence" }, sentence(entry))] : null,
    entry.source ? [h("dt", {}, "来源"), h("dd", {}, entry.source)] : null,
    entry.place && !entry.source.includes(entry.place) ? [h("dt", {}, "在哪里"), h("dd", { class: "place" }, entry.place)] : null,
    h("dd", { class: "deed" }, h("button", { type: "button", class: "plain", onclick: () => facts.goTo(entry.fact) }, "去看这条事实")));
}

function sentence(entry) {
  const chars = [...entry.text];
  if (entry.end <= entry.start) return entry.text;
  return [chars.slice(0, entry.start).join(""), h("mark", {}, chars.slice(entry.start, entry.end).join("")), chars.slice(entry.end).join("")];
}

/** What to do about a finding, unless a button does just that. */
function hintOf(finding) {
  const isButton = finding.replacement && finding.hint === `改为“${finding.replacement}”`;
  return finding.hint && !isButton ? h("p", { class: "hint" }, finding.hint) : null;
}

function findingBody(finding, apply) {
  return h("div", { class: `finding ${finding.severity}` },
    h("p", {}, h("span", { class: "grade" }, `${finding.grade} ${finding.code}`), finding.message),
    hintOf(finding),
    finding.replacement && apply ? h("button", { type: "button", class: "fix", onclick: () => apply(finding) }, `改为“${finding.replacement}”`) : null);
}

/** The findings, errors first; `whereIs` tells in which part of the text one is. */
export function findingsList(page, marks, { goTo, apply, whereIs }) {
  const { check } = page.state;
  if (!check?.findings) return [];
  const list = [...marks.findings].sort((a, b) => (a.severity === "error" ? 0 : 1) - (b.severity === "error" ? 0 : 1));
  return [
    h("h3", {}, list.length ? `问题 ${list.length} 处` : "没有发现问题"),
    list.length ? h("p", { class: "aside" }, "F8 到下一处") : null,
    h("ol", { class: "findings" }, list.map((one) => h("li", { class: one.severity },
      h("button", { type: "button", class: "jump", onclick: () => goTo(one) },
        h("span", { class: "grade" }, `${one.grade} ${one.code}`), h("span", { class: "place" }, whereIs(one)), h("span", { class: "says" }, one.message)),
      hintOf(one),
      one.replacement ? h("button", { type: "button", class: "fix", onclick: () => apply(one) }, `改为“${one.replacement}”`) : null))),
  ];
}
