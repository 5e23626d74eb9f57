// Draws forms, and keeps them in a dialog until they are taken.

import { Refused, post } from "./api.js";
import { icon, make } from "./dom.js";
import { inline, prose } from "./parts.js";

const dialog = document.getElementById("dialog");

/** The inputs of a form. `prefix` keeps ids apart where several forms are on one page. */
export function inputs(form, words, prefix) {
  return form.parts.map((part) => (part.kind === "prose" ? prose(part) : field(part, words, `${prefix}-${part.name}`)));
}

/** Show a form until it is sent or closed. `sent(answer)` gets what the server says once it is taken. */
export function open(form, person, words, sent) {
  const back = document.activeElement;
  draw(form, person, words, sent);
  dialog.lang = person.locale;
  if (!dialog.open) {
    dialog.showModal();
    dialog.setAttribute("aria-labelledby", "dialog-title");
    dialog.addEventListener("close", () => closed(back), { once: true });
  }
  dialog.querySelector("input, select, textarea, button.primary")?.focus();
}

/** The next form must find nothing of this one; the focus goes back to where it came from, if that is still there. */
function closed(back) {
  dialog.removeAttribute("aria-labelledby");
  dialog.replaceChildren();
  if (back?.isConnected) back.focus();
}

function draw(form, person, words, sent) {
  const problem = make("p", { class: "problem", role: "alert" });
  const shown = make(
    "form",
    { novalidate: true, method: "dialog" },
    make(
      "header",
      {},
      make(
        "div",
        {},
        make("h2", { id: "dialog-title" }, form.title),
        // Above what somebody writes without their name, a name would say the contrary.
        !form.discreet && make("p", { class: "quiet" }, person.name),
      ),
      make("button", { type: "button", class: "quiet round", "aria-label": words.close, onclick: () => dialog.close() }, icon("close")),
    ),
    problem,
    make("div", { class: "fields" }, ...inputs(form, words, form.id)),
    make("footer", {}, make("button", { class: "button primary", type: "submit" }, form.sends ? form.submit : words.close)),
  );
  shown.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.sends) return dialog.close();
    if (shown.getAttribute("aria-busy") === "true") return;
    const large = tooLarge(shown, form, words);
    if (large) return correct(shown, form, large, problem);
    shown.setAttribute("aria-busy", "true");
    try {
      const answer = await post("submit", { person: person.id, form: form.id, fields: await filled(shown, form) });
      if (answer.correction) return correct(shown, form, answer.correction, problem);
      if (answer.form) draw(answer.form, person, words, sent);
      // Before it closes: whoever sees the dialog gone sees that the chat is still at work.
      sent(answer);
      if (!answer.form) dialog.close();
    } catch (error) {
      problem.textContent = error instanceof Refused && error.status === 413 ? words.too_large : words.failed;
    } finally {
      shown.removeAttribute("aria-busy");
    }
  });
  dialog.replaceChildren(shown);
}

async function filled(shown, form) {
  const data = new FormData(shown);
  const asked = form.parts.filter((part) => part.kind !== "prose");
  return Object.fromEntries(await Promise.all(asked.map(async (part) => [part.name, await value(part, data)])));
}

function value(part, data) {
  switch (part.kind) {
    case "choices":
      return data.getAll(part.name);
    case "upload":
      return packed(data.get(part.name));
    default:
      return data.get(part.name) ?? "";
  }
}

/** A file as JSON can carry it: its name, and its bytes in base64. */
async function packed(file) {
  if (!file?.name) return null;
  const url = await new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
  return { name: file.name, data: url.slice(url.indexOf(",") + 1) };
}

/** What to say of files that need not be sent at all; nothing where they are small enough. */
function tooLarge(shown, form, words) {
  const data = new FormData(shown);
  const large = form.parts.filter((part) => part.kind === "upload" && data.get(part.name)?.size > part.limit);
  const fields = Object.fromEntries(large.map((part) => [part.name, words.file_too_large]));
  return large.length ? { text: words.file_too_large, spans: [], fields } : null;
}

/** Say what is wrong where it is wrong; everything that was typed stays. */
function correct(shown, form, correction, problem) {
  // What is said at the field need not be said above it too.
  const said = Object.values(correction.fields).includes(correction.text);
  problem.replaceChildren(...(said ? [] : inline(correction)));
  let first = null;
  for (const part of form.parts) {
    if (part.kind === "prose") continue;
    const wrong = correction.fields[part.name] ?? "";
    const place = shown.querySelector(`#${CSS.escape(`${form.id}-${part.name}-problem`)}`);
    place.textContent = wrong;
    for (const input of shown.querySelectorAll(`[name="${CSS.escape(part.name)}"]`)) {
      input.toggleAttribute("aria-invalid", false);
      if (wrong) {
        input.setAttribute("aria-invalid", "true");
        first ??= input;
      }
    }
  }
  (first ?? shown.querySelector("button.primary")).focus();
}

function field(part, words, id) {
  const described = [part.hint && `${id}-hint`, `${id}-problem`].filter(Boolean).join(" ");
  const common = { name: part.name, "aria-describedby": described, "aria-required": part.required ? "true" : undefined };
  const extras = [
    part.hint && make("p", { class: "quiet", id: `${id}-hint` }, part.hint),
    make("p", { class: "problem", id: `${id}-problem` }),
  ];
  const needed = part.required && make("span", { class: "needed" }, words.required);
  if (part.kind === "choices" || (part.kind === "choice" && part.options.length <= 4)) {
    const several = part.kind === "choices";
    const chosen = several ? part.values : [part.value];
    return make(
      "fieldset",
      { class: "field", "aria-describedby": described },
      make("legend", {}, part.label, needed),
      make(
        "div",
        { class: "options" },
        ...part.options.map((option) =>
          make(
            "label",
            {},
            make("input", {
              ...common,
              "aria-required": undefined,
              type: several ? "checkbox" : "radio",
              value: option.value,
              checked: chosen.includes(option.value),
            }),
            make("span", {}, option.label),
          ),
        ),
      ),
      ...extras,
    );
  }
  return make("div", { class: "field" }, make("label", { for: id }, part.label, needed), control(part, id, common), ...extras);
}

function control(part, id, common) {
  switch (part.kind) {
    case "text":
      return part.multiline
        ? make("textarea", { ...common, id, rows: "4", maxlength: part.limit, value: part.value })
        : make("input", { ...common, id, type: "text", maxlength: part.limit, value: part.value, autocomplete: "off" });
    case "upload":
      return make("input", { ...common, id, type: "file", accept: part.kinds.map((kind) => `.${kind}`).join(",") });
    case "day":
      return make("input", { ...common, id, type: "date", value: part.value });
    case "time":
      return make("input", { ...common, id, type: "time", value: part.value });
    default: {
      const offered = part.required && part.value ? part.options : [{ value: "", label: "" }, ...part.options];
      const options = offered.map((option) => make("option", { value: option.value }, option.label));
      const list = make("select", { ...common, id }, ...options);
      list.value = part.value;
      return list;
    }
  }
}
