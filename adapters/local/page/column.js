// One person's place on the page: who it is, their two chats, and the line they type into.

import { get, post } from "./api.js";
import { Composer } from "./composer.js";
import { fill, icon, initials, make } from "./dom.js";
import * as forms from "./forms.js";
import { inline, parts } from "./parts.js";

const DIRECT = "lentera";

export class Column {
  /** `page` knows the company, the words and the time; `changed(column)` says that there is something unread. */
  constructor(page, person, { changed, replaced, failed }) {
    this.page = page;
    this.person = person;
    this.changed = changed;
    this.failed = failed;
    this.cards = new Map();
    this.days = {};
    this.left = {};
    this.seq = 0;
    this.chat = DIRECT;
    this.unread = new Set();
    this.filled = false;
    this.exchanges = 0;
    this.build(replaced);
  }

  get words() {
    return this.page.words[this.person.locale];
  }

  build(replaced) {
    const { person, page } = this;
    const id = `person-${person.id}`;
    this.clock = make("time", {});
    this.switcher = make("select", { onchange: () => replaced(this, this.switcher.value) });
    for (const division of page.divisions) {
      const group = make("optgroup", { label: division.name });
      for (const one of page.people.filter((one) => one.division === division.id)) {
        const name = one.scripted ? `${one.name} (${this.words.scripted})` : one.name;
        group.append(make("option", { value: one.id }, name));
      }
      this.switcher.append(group);
    }
    this.switcher.value = person.id;
    this.tabs = [DIRECT, page.channel].map((chat) =>
      make("button", {
        type: "button",
        role: "tab",
        id: `${id}-tab-${chat}`,
        "aria-controls": `${id}-chat-${chat}`,
        "data-chat": chat,
        onclick: () => this.show(chat),
        onkeydown: (event) => this.arrow(event),
      }),
    );
    this.logs = Object.fromEntries(
      [DIRECT, page.channel].map((chat) => [
        chat,
        make("div", { class: "log", role: "log", tabindex: "0", "aria-live": "polite" }),
      ]),
    );
    this.panels = Object.fromEntries(
      Object.entries(this.logs).map(([chat, log]) => [
        chat,
        make(
          "div",
          { class: "chat", role: "tabpanel", id: `${id}-chat-${chat}`, "aria-labelledby": `${id}-tab-${chat}` },
          log,
        ),
      ]),
    );
    this.composer = new Composer({
      words: this.words,
      commands: () => page.commands[this.person.locale],
      send: (text) => this.say(text),
    });
    this.element = make(
      "section",
      { class: `person hue-${page.people.indexOf(person) % 6}`, id, lang: person.locale, "aria-labelledby": `${id}-name` },
      make(
        "header",
        {},
        make("span", { class: "face", "aria-hidden": "true" }, initials(person.name)),
        make(
          "div",
          { class: "who" },
          make("h3", { id: `${id}-name` }, person.name),
          make("p", { class: "quiet" }, `${person.city} `, this.clock, ` · ${person.title}`),
        ),
        make("span", { class: "switch" }, this.switcher, icon("down")),
      ),
      make("div", { class: "tabs", role: "tablist" }, ...this.tabs),
      ...Object.values(this.panels),
      this.composer.element,
    );
    this.name();
    this.show(DIRECT);
  }

  /** Say everything that is ours to say; again when somebody changes language. */
  name() {
    const { words, person } = this;
    this.element.lang = person.locale;
    this.switcher.setAttribute("aria-label", words.switch);
    this.element.querySelector(".tabs").setAttribute("aria-label", fill(words.chat_with, { person: person.name }));
    for (const tab of this.tabs) this.mark(tab);
    for (const [chat, log] of Object.entries(this.logs)) {
      const text = chat === DIRECT ? words.empty : words.empty_channel;
      log.setAttribute("aria-label", this.tabName(chat));
      log.dataset.empty = text;
    }
    this.nameComposer();
  }

  tabName(chat) {
    return fill(chat === DIRECT ? this.words.direct : this.words.channel, { chat });
  }

  mark(tab) {
    const chat = tab.dataset.chat;
    const unread = this.unread.has(chat);
    tab.replaceChildren(this.tabName(chat));
    if (unread) tab.append(make("span", { class: "dot" }, make("span", { class: "unseen" }, ` ${this.words.new}`)));
  }

  nameComposer() {
    const direct = this.chat === DIRECT;
    const gaps = { person: this.person.name.split(" ")[0], chat: this.chat };
    const label = fill(direct ? this.words.write : this.words.write_channel, gaps);
    this.composer.name(label, fill(this.words.write_as, gaps), this.words);
  }

  show(chat) {
    this.chat = chat;
    this.unread.delete(chat);
    for (const tab of this.tabs) {
      const chosen = tab.dataset.chat === chat;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      this.panels[tab.dataset.chat].hidden = !chosen;
      this.mark(tab);
    }
    this.nameComposer();
    this.bottom(chat, true);
    this.changed(this);
  }

  arrow(event) {
    if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const other = this.tabs.find((tab) => tab.dataset.chat !== this.chat);
    this.show(other.dataset.chat);
    other.focus();
  }

  tick(time) {
    this.clock.textContent = time(this.person.zone, this.person.locale);
  }

  /** Say that something is under way until `work` is done; a screen reader waits with what it reads out. */
  async busy(work) {
    this.exchanges += 1;
    this.element.setAttribute("aria-busy", "true");
    try {
      return await work();
    } finally {
      this.exchanges -= 1;
      if (!this.exchanges) this.element.removeAttribute("aria-busy");
    }
  }

  /** Fetch what is new. Calls while one is under way are answered by one more at its end. */
  pull() {
    return this.busy(() => this.fetch());
  }

  async fetch() {
    if (this.pulling) {
      this.again = true;
      return this.pulling;
    }
    this.pulling = (async () => {
      do {
        this.again = false;
        const box = await get(`inbox?person=${this.person.id}&after=${this.seq}`);
        this.seq = box.seq;
        this.speak(box.locale);
        for (const card of box.messages) this.put(card);
      } while (this.again);
    })();
    try {
      await this.pulling;
    } finally {
      this.pulling = null;
      this.filled = true;
    }
  }

  /** While the clock is wound, forty new messages should not be read aloud one by one. */
  hush(quiet) {
    for (const log of Object.values(this.logs)) log.setAttribute("aria-live", quiet ? "off" : "polite");
  }

  speak(locale) {
    if (locale === this.person.locale || !this.page.words[locale]) return;
    this.person.locale = locale;
    this.name();
  }

  put(card) {
    const log = this.logs[card.chat];
    const near = this.follows(card.chat);
    const drawn = this.draw(card);
    const old = this.cards.get(card.id);
    if (old) {
      const focused = old.contains(document.activeElement);
      drawn.classList.add("changed");
      old.replaceWith(drawn);
      if (focused) drawn.focus();
    } else {
      if (this.days[card.chat] !== card.day) {
        this.days[card.chat] = card.day;
        log.append(make("p", { class: "day" }, make("span", {}, card.day)));
      }
      if (log.lastElementChild?.dataset.from === card.from) drawn.classList.add("more");
      log.append(drawn);
    }
    this.cards.set(card.id, drawn);
    if (card.chat !== this.chat && card.from !== this.person.id && this.filled) {
      this.unread.add(card.chat);
      this.mark(this.tabs.find((tab) => tab.dataset.chat === card.chat));
    }
    if (card.from !== this.person.id) this.changed(this, this.filled);
    this.bottom(card.chat, near || card.from === this.person.id);
    drawn.querySelector("img")?.addEventListener("load", () => this.bottom(card.chat, near));
  }

  draw(card) {
    const mine = card.from === this.person.id;
    const press = card.from === DIRECT ? (item, button) => this.press(card, item, button) : undefined;
    return make(
      "article",
      {
        class: `card ${mine ? "mine" : card.from === DIRECT ? "bot" : "other"}${card.private ? " private" : ""}`,
        "data-from": card.from,
        "data-id": card.id,
        tabindex: "-1",
        "aria-label": `${card.name}, ${card.time}`,
      },
      make(
        "header",
        {},
        make("b", {}, card.name),
        make("time", { datetime: card.at }, card.time),
      ),
      make(
        "div",
        { class: "says" },
        card.private && make("p", { class: "only" }, icon("eye"), this.words.private),
        make("p", { class: "text" }, ...inline(card)),
        ...parts(card, this.words, press),
      ),
    );
  }

  /** Go to the latest. A card taller than the chat is read from its beginning. */
  bottom(chat, wanted) {
    if (!wanted) return;
    const log = this.logs[chat];
    const last = log.lastElementChild;
    const tall = last?.classList.contains("bot") && last.offsetHeight > log.clientHeight - 24;
    log.scrollTop = tall ? last.offsetTop - 12 : log.scrollHeight;
    this.left[chat] = log.scrollTop;
  }

  /** Whether the reader is where we left them, or at the end: then they want to see what is new. */
  follows(chat) {
    const log = this.logs[chat];
    return Math.abs(log.scrollTop - this.left[chat]) < 4 || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  }

  async say(text) {
    const channel = this.chat === DIRECT ? undefined : this.chat;
    await this.busy(async () => this.answered(await post("say", { person: this.person.id, text, channel })));
  }

  async press(card, item, button) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const { action, value } = item;
      const pressed = { person: this.person.id, message: card.id, action, value };
      await this.busy(async () => this.answered(await post("press", pressed)));
    } catch {
      this.failed(this.words.failed);
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  answered(answer) {
    this.pull().catch(() => this.failed(this.words.failed));
    if (answer.form) forms.open(answer.form, this.person, this.words, (next) => this.answered({ ...next, form: null }));
  }
}
