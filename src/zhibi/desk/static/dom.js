// Elements made of text alone: nothing that is shown is ever read as markup.

export const $ = (id) => document.getElementById(id);

/** An element; `props` are attributes, `on*` functions are listeners; children are nodes or texts. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(3).filter((one) => one !== null && one !== undefined && one !== false && one !== ""));
  return element;
}

/** Replace what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(3).filter((one) => one !== null && one !== undefined && one !== false && one !== ""));
  return element;
}

/** Say something to those who listen, and to those who look if `shown`. */
export function tell(words, shown = true) {
  const live = $("live");
  live.textContent = "";
  window.setTimeout(() => { live.textContent = words; }, 30);
  if (!shown) return;
  const toast = $("toast");
  toast.textContent = words;
  toast.hidden = false;
  window.clearTimeout(tell.timer);
  tell.timer = window.setTimeout(() => { toast.hidden = true; }, 5000);
}

/** Problems with their places and what to do, as a list. */
export function problemList(problems, kind = "error") {
  return h("ul", { class: `problems ${kind}` }, problems.map((one) =>
    h("li", {},
      one.place ? h("span", { class: "place" }, one.place) : null,
      h("span", { class: "says" }, one.message),
      one.hint ? h("span", { class: "hint" }, one.hint) : null)));
}

/** Ask in a dialog; resolves to the button's value, or "" when it is left. */
export function ask(title, body, buttons) {
  const dialog = $("dialog");
  return new Promise((resolve) => {
    fill(dialog,
      h("h2", { id: "dialog-title" }, title),
      h("div", { class: "dialog-body" }, body),
      h("div", { class: "buttons" }, buttons.map(([value, words, look], at) =>
        h("button", {
          type: "button", class: look ?? "", autofocus: at === 0,
          onclick: () => { dialog.close(value); },
        }, words))));
    dialog.returnValue = "";
    dialog.onclose = () => resolve(dialog.returnValue);
    dialog.classList.toggle("broad", Boolean(dialog.querySelector("textarea")));
    dialog.showModal();
    dialog.querySelector("textarea")?.focus();
  });
}

/** Hand a file to the browser to save. */
export function saveFile(name, data, type) {
  const address = URL.createObjectURL(new Blob([data], { type }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 60000);
}
