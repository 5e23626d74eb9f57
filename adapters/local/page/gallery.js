// The gallery: an example of every message, in every language side by side.

import { get } from "./api.js";
import { make } from "./dom.js";
import { inputs } from "./forms.js";
import { inline, parts } from "./parts.js";

const TONGUES = { en: "English", id: "Bahasa Indonesia" };

/** Draw it into `place`, in the page's words; each example speaks its own. */
export async function draw(place, page) {
  const { locales, examples } = await get("gallery");
  if (!examples.length) return place.replaceChildren(make("p", { class: "quiet" }, page.said.gallery_empty));
  const subjects = new Map();
  for (const example of examples) {
    const subject = example.name.split(".")[0];
    subjects.set(subject, [...(subjects.get(subject) ?? []), example]);
  }
  place.replaceChildren(
    ...[...subjects].map(([subject, found]) =>
      make(
        "section",
        { "aria-labelledby": `gallery-${subject}` },
        make("h3", { id: `gallery-${subject}` }, subject),
        ...found.map((example) =>
          make(
            "article",
            { class: "example", "aria-labelledby": `gallery-${example.name}` },
            make("h4", { id: `gallery-${example.name}` }, make("code", {}, example.name)),
            make("div", { class: "tongues" }, ...locales.map((locale) => shown(example, locale, page))),
          ),
        ),
      ),
    ),
  );
}

function shown(example, locale, page) {
  const words = page.words[locale];
  const { message, form } = example.shown[locale];
  return make(
    "div",
    { class: "tongue", lang: locale },
    make("p", { class: "name" }, TONGUES[locale] ?? locale),
    message
      ? make("div", { class: "card bot" }, make("div", { class: "says" }, make("p", { class: "text" }, ...inline(message)), ...parts(message, words)))
      : make(
          "div",
          { class: "card form" },
          make("p", { class: "quiet" }, words.gallery_form),
          make("h5", {}, form.title),
          make("fieldset", { class: "fields", disabled: true, "aria-label": form.title }, ...inputs(form, words, `gallery-${form.id}`)),
          make("button", { type: "button", class: "button primary", disabled: true }, form.submit),
        ),
  );
}
