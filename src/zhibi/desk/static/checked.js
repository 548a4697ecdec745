// A checked text in parts: offsets of the check are code points, those of the page UTF-16 units.

/** Turns code-point offsets of a text into indices of its string. */
export function indexer(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (at) => at;
  const indices = [];
  let index = 0;
  for (const char of text) {
    indices.push(index);
    index += char.length;
  }
  indices.push(index);
  return (at) => indices[Math.min(at, indices.length - 1)];
}

/** The figures and findings of a check with `from` and `to` as indices of the text. */
export function placed(text, check) {
  const at = indexer(text);
  const span = (one) => ({ ...one, from: at(one.start), to: at(one.end) });
  return {
    figures: (check?.figures ?? []).map((one, number) => ({ ...span(one), number })),
    findings: (check?.findings ?? []).map((one, number) => ({ ...span(one), number })),
  };
}

/** A stretch of the text in parts that each belong to one figure, or to none; with its findings. */
export function parts(text, from, to, marks) {
  const figures = marks.figures.filter((one) => one.from >= from && one.from < to);
  const findings = marks.findings.filter((one) => one.to > one.from && one.from < to && one.to > from);
  const edges = new Set([from, to]);
  for (const one of findings) { edges.add(Math.max(one.from, from)); edges.add(Math.min(one.to, to)); }
  for (const one of figures) {
    for (const edge of [...edges]) if (edge > one.from && edge < one.to) edges.delete(edge);
    edges.add(one.from);
    edges.add(Math.min(one.to, to));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const made = [];
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const [start, end] = [sorted[index], sorted[index + 1]];
    const over = findings.filter((one) => one.from < end && one.to > start);
    made.push({
      text: text.slice(start, end), from: start, to: end,
      figure: figures.find((one) => one.from === start) ?? null,
      findings: over,
      severity: over.some((one) => one.severity === "error") ? "error" : over.length ? "warning" : "",
    });
  }
  return made;
}

/** The figure at an index, or behind it. */
export function figureAt(marks, index) {
  return marks.figures.find((one) => one.from <= index && index <= one.to) ?? null;
}
