// The text as it stands on this page: its lines, what of it is checked, what is not written yet.

import { placed } from "./checked.js";

export const MARK = /^[ \t　]*(#{1,6})[ \t]+/;
const LONGEST_HEADING = 14;

export const text = {
  lines: [],
  /** What the program has, null before there is a draft. */
  saved: null,
  /** What `marks` are about. */
  checked: null,
  marks: { figures: [], findings: [] },
};

export const joined = () => text.lines.join("\n");
export const isChanged = () => text.saved !== null && joined() !== text.saved;
export const isFresh = () => text.checked === joined();

export function setLines(whole) {
  text.lines = whole.split("\n");
}

export function setChecked(whole, check) {
  text.checked = whole;
  text.marks = placed(whole, check);
}

/** Where each line begins. */
export function starts() {
  const found = [];
  let at = 0;
  for (const line of text.lines) { found.push(at); at += line.length + 1; }
  return found;
}

/** The number of the line that holds an index. */
export const lineAt = (index) => starts().findLastIndex((start) => start <= index);

/** What a line begins with that is not printed, and how it looks. */
export function kindOf(line) {
  const mark = MARK.exec(line);
  const level = mark ? mark[1].length : 0;
  return { mark: mark?.[0] ?? "", level, look: level === 1 ? "title" : level ? `heading level${level}` : "paragraph" };
}

/** The heading that a finding stands under. */
export function whereIs(finding) {
  if (finding.to <= finding.from) return "全文";
  for (let number = lineAt(finding.from); number >= 0; number -= 1) {
    const line = text.lines[number] ?? "";
    const { mark, level } = kindOf(line);
    if (!level) continue;
    const heading = line.slice(mark.length);
    if (level === 1) return "开头";
    return heading.length > LONGEST_HEADING ? `${heading.slice(0, LONGEST_HEADING)}…` : heading;
  }
  return "";
}
