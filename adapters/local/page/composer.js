// The line somebody types into, with the list of commands that opens under a slash (the combobox pattern of the ARIA
// authoring practices: the focus stays in the field, arrows choose, Enter takes).

import { icon, make } from "./dom.js";

let made = 0;

export class Composer {
  /** `commands` gives the list as it is now; `send(text)` resolves once the text has arrived. */
  constructor({ words, commands, send }) {
    this.words = words;
    this.commands = commands;
    this.send = send;
    this.said = [];
    this.back = 0;
    this.active = -1;
    const id = `commands-${++made}`;
    this.list = make("ul", { class: "commands", id, role: "listbox", hidden: true });
    this.field = make("input", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      autocapitalize: "off",
      enterkeyhint: "send",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-controls": id,
      "aria-expanded": "false",
    });
    this.button = make("button", { type: "submit", class: "send" }, icon("send"));
    this.problem = make("p", { class: "problem", role: "alert" });
    this.element = make("form", { class: "composer", novalidate: true }, this.list, this.field, this.button, this.problem);
    this.element.addEventListener("submit", (event) => this.submit(event));
    this.field.addEventListener("input", () => this.offer());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
  }

  /** Say in words what the field is for; again whenever that changes. */
  name(label, short, words) {
    this.words = words;
    this.field.setAttribute("aria-label", label);
    this.field.placeholder = short;
    this.list.setAttribute("aria-label", words.commands);
    this.button.setAttribute("aria-label", words.send);
  }

  put(text) {
    this.field.value = text;
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
  }

  offer() {
    const typed = this.field.value.toLowerCase();
    const found = typed.startsWith("/")
      ? this.commands().filter((command) => command.text.toLowerCase().startsWith(typed) && command.text !== typed)
      : [];
    this.list.replaceChildren(
      ...found.map((command, at) => {
        const option = make(
          "li",
          { role: "option", id: `${this.list.id}-${at}`, "aria-selected": "false" },
          make("code", {}, command.text),
          make("span", {}, command.does),
        );
        // A press of the mouse would take the focus first, and close the list.
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => this.take(command.text));
        return option;
      }),
    );
    this.list.hidden = !found.length;
    this.field.setAttribute("aria-expanded", String(found.length > 0));
    this.choose(-1);
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }

  choose(at) {
    this.active = at;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const option = this.list.children[at];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  take(text) {
    this.put(text);
    this.close();
  }

  key(event) {
    const many = this.list.hidden ? 0 : this.list.children.length;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (many) this.choose((this.active + step + many) % many);
        else this.recall(step);
        break;
      }
      case "Enter":
      case "Tab":
        if (many && this.active >= 0) {
          event.preventDefault();
          this.take(this.list.children[this.active].querySelector("code").textContent);
        }
        break;
      case "Escape":
        if (many) event.preventDefault();
        this.close();
        break;
    }
  }

  /** Up and down through what was said before, as in a terminal. */
  recall(step) {
    const at = Math.min(Math.max(this.back + step, 0), this.said.length);
    if (at === this.back) return;
    this.back = at;
    this.put(this.said[at] ?? "");
    this.close();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text || this.element.getAttribute("aria-busy") === "true") return;
    this.close();
    this.problem.textContent = "";
    this.element.setAttribute("aria-busy", "true");
    try {
      await this.send(text);
      this.said.push(text);
      this.back = this.said.length;
      if (this.field.value.trim() === text) this.field.value = "";
    } catch (error) {
      this.problem.textContent = error.status === 413 ? this.words.too_large : this.words.failed;
    } finally {
      this.element.removeAttribute("aria-busy");
    }
  }
}
