// Requests to the program. Every change names the session and the version that this page has seen.

export class Refused extends Error {
  constructor(kind, problems, data = {}) {
    super(problems[0]?.message ?? "");
    this.kind = kind;
    this.problems = problems;
    this.data = data;
  }
}

/** What this page has seen of the work. */
export const seen = { session: "", version: 0 };

async function answered(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Refused("offline", [{
      message: "执笔没有回应，多半是已经关了",
      hint: "这一页上的稿子还在：先存成文件，重新启动以后接着用",
      place: "",
    }]);
  }
  if (response.ok) return response;
  let data = {};
  try { data = await response.json(); } catch { /* the status says enough */ }
  throw new Refused(data.error ?? "fault", data.problems ?? [{
    message: `没有办成（${response.status}）`, hint: "再试一次", place: "",
  }], data);
}

function noted(data) {
  if (data.session) seen.session = data.session;
  if (data.version !== undefined) seen.version = data.version;
  return data;
}

export async function get(path) {
  return (await answered(path, {})).json();
}

export async function getState() {
  return noted(await get("/api/state"));
}

let last = Promise.resolve();

/** Ask for a change, after those asked for before; the answer is the new state (or part of it). */
export function change(path, body = {}, method = "POST") {
  const asked = last.then(() => changed(path, body, method));
  last = asked.catch(() => {});
  return asked;
}

async function changed(path, body, method) {
  const response = await answered(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ session: seen.session, version: seen.version, ...body }),
  });
  return noted(await response.json());
}

/** Hand in a draft that was changed elsewhere, after the changes asked for before. */
export async function sendDraft(file) {
  await last;
  const query = new URLSearchParams({ name: file.name, session: seen.session, version: String(seen.version) });
  const response = await answered(`/api/text/file?${query}`, {
    method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file,
  });
  return noted(await response.json());
}

export async function sendFile(file, beside) {
  const query = new URLSearchParams({ name: file.name, session: seen.session, beside: beside ? "1" : "0" });
  const response = await answered(`/api/files?${query}`, {
    method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file,
  });
  return noted(await response.json());
}

/** The name and content of a file to download. */
export async function download(what) {
  const response = await answered(`/api/download/${what}`, {});
  const said = response.headers.get("Content-Disposition") ?? "";
  const name = decodeURIComponent(said.split("filename*=UTF-8''")[1] ?? what);
  return { name, data: await response.blob() };
}
