// Puts the page together: the people, the clock, the gallery, the language and the light.

import { get, post } from "./api.js";
import { Clock } from "./clock.js";
import { Column } from "./column.js";
import { fill, icon, initials, make } from "./dom.js";
import * as gallery from "./gallery.js";

const kept = {
  get: (name) => {
    try {
      return localStorage.getItem(`lentera.${name}`);
    } catch {
      return null; // Storage may be switched off; the page forgets, and works.
    }
  },
  set: (name, value) => {
    try {
      localStorage.setItem(`lentera.${name}`, value);
    } catch {
      // As above.
    }
  },
};

const narrow = matchMedia("(max-width: 45rem)");
const people = document.getElementById("people");
const faces = document.getElementById("faces");
const notice = document.getElementById("notice");
const hint = document.getElementById("hint");

const page = await get("company");
page.lang = kept.get("language") ?? (/^(id|in)\b/i.test(navigator.language) ? "id" : "en");
let columns = [];
let current = 0;
let clock;
let shownGallery = false;

Object.defineProperty(page, "said", { get: () => page.words[page.lang] });
const formats = new Map();
function format(locale, options) {
  const key = JSON.stringify([locale, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale === "id" ? "id-ID" : "en-GB", options));
  return formats.get(key);
}
page.time = (timeZone, locale = page.lang) =>
  format(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(clock?.now() ?? Date.now());
page.day = (at) => format(page.lang, { timeZone: "UTC", weekday: "short" }).format(new Date(at));
page.moment = (at) => {
  const day = format(page.lang, { timeZone: page.home, weekday: "short", day: "numeric", month: "short" }).format(at);
  return `${day.replace(",", "")}, ${format(page.lang, { timeZone: page.home, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at)}`;
};

function say(text) {
  notice.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (notice.textContent = ""), 6000);
}

// People

function wanted() {
  const known = new Set(page.people.map((person) => person.id));
  const remembered = (kept.get("shown") ?? "").split(",").filter((id) => known.has(id));
  return new Set(remembered).size === page.shown.length ? remembered : page.shown;
}

function place(id) {
  const person = page.people.find((one) => one.id === id);
  const column = new Column(page, person, { changed: mark, replaced: replace, failed: say });
  column.ready = (async () => {
    await column.pull();
    if (!column.cards.size) await post("arrive", { person: id }).then(() => column.pull());
  })().catch(() => say(page.said.failed));
  return column;
}

function replace(column, id) {
  const at = columns.indexOf(column);
  const there = columns.findIndex((one) => one.person.id === id);
  if (there >= 0) {
    // Two places for one person would answer each other: they change seats instead.
    [columns[at], columns[there]] = [columns[there], columns[at]];
    column.switcher.value = column.person.id;
  } else {
    columns[at] = place(id);
  }
  current = at;
  seat();
  columns[at].switcher.focus();
}

function seat() {
  people.replaceChildren(...columns.map((column) => column.element));
  kept.set("shown", columns.map((column) => column.person.id).join(","));
  faces.replaceChildren(
    ...columns.map((column, at) =>
      make(
        "button",
        { type: "button", class: column.element.className.replace("person", "face-button"), onclick: () => turn(at) },
        make("span", { class: "face", "aria-hidden": "true" }, initials(column.person.name)),
        make("span", {}, column.person.name.split(" ")[0]),
      ),
    ),
  );
  turn(current);
  tip();
  for (const column of columns) column.tick(page.time);
}

/** On a narrow screen one person is shown at a time. */
function turn(at) {
  current = at;
  columns.forEach((column, place) => {
    column.element.classList.toggle("current", place === at);
    const button = faces.children[place];
    button.setAttribute("aria-current", String(place === at));
    if (place === at) button.querySelector(".dot")?.remove();
  });
  columns[at].bottom(columns[at].chat, true);
}

function mark(column, news = false) {
  const at = columns.indexOf(column);
  const button = faces.children[at];
  if (!news || !button || at === current || button.querySelector(".dot")) return;
  button.append(make("span", { class: "dot" }, make("span", { class: "unseen" }, page.said.new)));
}

// Language, light, views

function speak() {
  document.documentElement.lang = page.lang;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = page.said[element.dataset.word];
  const other = page.lang === "en" ? "id" : "en";
  document.getElementById("language").lang = other;
  document.getElementById("language").setAttribute("aria-label", page.said.language);
  document.getElementById("tongue").textContent = other.toUpperCase();
  faces.setAttribute("aria-label", page.said.people);
  document.querySelector(".views").setAttribute("aria-label", "Lentera");
  light(document.documentElement.dataset.theme);
  if (clock) tip();
  clock?.set({ ...page.clock, now: new Date(clock.now()).toISOString() });
}

function light(theme) {
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  if (theme) document.documentElement.dataset.theme = theme;
  const button = document.getElementById("theme");
  button.replaceChildren(icon(dark ? "sun" : "moon"));
  button.setAttribute("aria-label", dark ? page.said.theme_light : page.said.theme_dark);
  button.dataset.next = dark ? "light" : "dark";
}

function tip() {
  hint.hidden = kept.get("hint") === "hidden";
  const column = columns[0];
  const text = page.commands[column?.person.locale ?? page.lang][0].text;
  const name = column?.person.name.split(" ")[0] ?? "";
  hint.replaceChildren(
    make("p", {}, make("strong", {}, page.said.hint), " ", fill(page.said.hint_try, { person: name }), " ", make("code", {}, text)),
    make("button", { type: "button", class: "button", onclick: () => use(text) }, page.said.hint_use),
    make("button", { type: "button", class: "quiet round", "aria-label": page.said.hint_close, onclick: dismiss }, icon("close")),
  );
}

function use(text) {
  turn(0);
  columns[0].composer.put(text);
}

function dismiss() {
  kept.set("hint", "hidden");
  hint.hidden = true;
  columns[current].composer.field.focus();
}

async function view() {
  const name = location.hash === "#gallery" ? "gallery" : "chats";
  for (const panel of document.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.body.dataset.view = name;
  // Nothing scrolls while it is hidden; whoever comes back wants the latest.
  if (name === "chats") for (const column of columns) column.bottom(column.chat, true);
  if (name === "gallery" && !shownGallery) {
    shownGallery = true;
    await gallery.draw(document.getElementById("examples"), page).catch(() => say(page.said.failed));
  }
}

// News

function listen() {
  const stream = new EventSource(`/local/stream?after=${page.seq}`);
  let lost = false;
  stream.onmessage = ({ data }) => {
    const news = JSON.parse(data);
    // Another process has other chats: begin again with what it has.
    if (news.run !== page.run) return location.reload();
    if (lost) say(page.said.back);
    lost = false;
    page.clock = news.clock;
    clock.set(news.clock);
    for (const column of columns) column.tick(page.time);
    for (const column of columns) if (news.people.includes(column.person.id)) column.pull().catch(() => {});
  };
  stream.onerror = () => {
    lost = true;
    notice.textContent = page.said.lost;
  };
  addEventListener("pagehide", () => stream.close());
}

if (kept.get("theme")) document.documentElement.dataset.theme = kept.get("theme");
columns = wanted().map(place);
speak();
clock = new Clock(page, {
  wound: say,
  hush: (quiet) => columns.forEach((column) => column.hush(quiet)),
});
seat();
view();
listen();
setInterval(() => {
  clock.tick();
  for (const column of columns) column.tick(page.time);
}, 1000);

addEventListener("hashchange", view);
narrow.addEventListener("change", () => turn(current));
document.getElementById("language").addEventListener("click", () => {
  page.lang = page.lang === "en" ? "id" : "en";
  kept.set("language", page.lang);
  speak();
});
document.getElementById("theme").addEventListener("click", (event) => {
  const theme = event.currentTarget.dataset.next;
  kept.set("theme", theme);
  light(theme);
});
await Promise.all(columns.map((column) => column.ready));
document.body.dataset.ready = "yes";
