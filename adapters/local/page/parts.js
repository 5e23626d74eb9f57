// Draws messages: one case for each kind of part that `render.py` knows.

import { fill, icon, make } from "./dom.js";

/** Spans as inline elements. */
export function inline(rich) {
  return rich.spans.map((span) => {
    switch (span.style) {
      case "strong":
        return make("strong", {}, span.text);
      case "gentle":
        return make("em", {}, span.text);
      case "code":
        return make("code", {}, span.text);
      case "link":
        return link(span.text, span.url);
      default:
        return document.createTextNode(span.text);
    }
  });
}

/** The parts of a message. `press(item, button)` is called for a button; without it buttons are only looked at. */
export function parts(message, words, press) {
  return message.parts.map((part) => {
    switch (part.kind) {
      case "prose":
        return prose(part);
      case "facts":
        return make("dl", { class: "facts" }, ...part.pairs.map(fact));
      case "table":
        return table(part);
      case "picture":
        return picture(part, words);
      case "file":
        return file(part, words);
      case "buttons":
        return make("div", { class: "buttons" }, ...part.items.map((item) => button(item, press)));
      default:
        return null;
    }
  });
}

export function prose(part) {
  return make("p", { class: part.quiet ? "quiet" : undefined }, ...inline(part));
}

function link(label, url, className) {
  // The core only ever sends web addresses; a page looks again.
  if (!/^https?:\/\//i.test(url)) return document.createTextNode(label);
  return make("a", { href: url, class: className, target: "_blank", rel: "noopener noreferrer" }, label);
}

function fact({ label, value }) {
  return make("div", {}, make("dt", {}, ...inline(label)), make("dd", {}, ...inline(value)));
}

function table(part) {
  const filled = (at) => part.rows.map((row) => row[at].text).filter(Boolean);
  const numeric = part.columns.map((_, at) => filled(at).length > 0 && filled(at).every((text) => /^[-+−]?\d[\d:.,]*( ?\D{1,5})?$/.test(text)));
  const cell = (tag, rich, at, more = {}) =>
    make(tag, { class: numeric[at] && at > 0 ? "number" : undefined, ...more }, ...inline(rich));
  return make(
    "div",
    // Wide tables scroll by keyboard too, so the box takes the focus and needs a name.
    { class: "table", tabindex: "0", role: "region", "aria-label": part.caption.text },
    make(
      "table",
      {},
      make("caption", {}, ...inline(part.caption)),
      make("thead", {}, make("tr", {}, ...part.columns.map((rich, at) => cell("th", rich, at, { scope: "col" })))),
      make(
        "tbody",
        {},
        ...part.rows.map((row) =>
          make("tr", {}, ...row.map((rich, at) => cell(at ? "td" : "th", rich, at, at ? {} : { scope: "row" }))),
        ),
      ),
    ),
  );
}

function picture(part, words) {
  return make(
    "a",
    { class: "picture", href: part.url, target: "_blank", rel: "noopener", title: words.picture_size },
    make("img", { src: part.url, alt: part.alt }),
  );
}

function file(part, words) {
  const size = part.bytes < 1000 ? `${part.bytes} B` : `${Math.round(part.bytes / 1000)} kB`;
  return make(
    "a",
    {
      class: "file",
      href: part.url,
      download: part.name,
      "aria-label": fill(words.attachment, { name: part.name, size }),
    },
    icon("file"),
    make("span", {}, part.name, make("small", {}, size)),
  );
}

function button(item, press) {
  if (item.kind === "link") return link(item.label, item.url, "button");
  const shown = make(
    "button",
    { type: "button", class: `button ${item.style}`, "aria-haspopup": item.opens_form ? "dialog" : undefined, disabled: !press },
    item.label,
  );
  if (press) shown.addEventListener("click", () => press(item, shown));
  return shown;
}
