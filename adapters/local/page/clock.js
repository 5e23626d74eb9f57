// The clock that can be wound: what time it is in each city, and the ways forward.

import { Refused, post } from "./api.js";
import { fill, make } from "./dom.js";

const HOUR = 3_600_000;

export class Clock {
  constructor(page, { wound, hush }) {
    this.page = page;
    this.wound = wound;
    this.hush = hush;
    this.bar = document.getElementById("clock");
    this.way = document.getElementById("way");
    this.problem = document.getElementById("wind-problem");
    this.to = document.getElementById("to");
    document.getElementById("cities").replaceChildren(
      ...page.cities.filter((city) => city.zone !== page.home).map((city) => make("li", {}, `${city.name} `, make("time", { "data-zone": city.zone }))),
    );
    for (const button of this.bar.querySelectorAll("[data-wind]")) {
      button.addEventListener("click", () => this.wind(this.target(button.dataset.wind)));
    }
    document.getElementById("wind-to").addEventListener("submit", (event) => {
      event.preventDefault();
      // Minutes of the same form compare as text.
      if (this.to.value > this.wall(this.now())) this.wind(this.to.value);
      else this.problem.textContent = this.to.value ? this.page.said.error_backwards : this.page.said.error_malformed;
    });
    this.set(page.clock);
  }

  now() {
    return this.held ?? Date.now() + this.ahead;
  }

  /** What the server says the time is; while it winds, our own clock stands still between its words. */
  set({ now, home, winding }) {
    const moment = Date.parse(now);
    this.ahead = moment - Date.now();
    this.held = winding ? moment : null;
    this.home = home;
    this.hush(Boolean(winding));
    this.way.hidden = !winding;
    this.bar.classList.toggle("winding", Boolean(winding));
    for (const button of this.bar.querySelectorAll("button")) button.setAttribute("aria-disabled", String(Boolean(winding)));
    if (winding) {
      const from = Date.parse(winding.from);
      document.getElementById("way-bar").value = (moment - from) / Math.max(Date.parse(winding.to) - from, 1);
      document.getElementById("way-text").textContent = fill(this.page.said.winding, { time: this.moment(moment) });
    }
    this.tick();
  }

  tick() {
    document.getElementById("home").textContent = this.moment(this.now());
    for (const city of this.bar.querySelectorAll("[data-zone]")) city.textContent = this.page.time(city.dataset.zone);
    const morning = this.target("morning").slice(0, 10);
    document.getElementById("morning").textContent = this.page.day(`${morning}T12:00:00Z`);
    if (document.activeElement !== this.to && !this.touched) this.to.value = this.wall(this.now() + HOUR);
    this.to.min = this.wall(this.now());
  }

  moment(at) {
    return this.page.moment(at);
  }

  /** The home city's wall clock as YYYY-MM-DDTHH:MM. */
  wall(at) {
    const parts = new Intl.DateTimeFormat("en-CA", {
      timeZone: this.page.home, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }).formatToParts(at);
    const { year, month, day, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
    return `${year}-${month}-${day}T${hour}:${minute}`;
  }

  /** Where a button leads: an instant, or the home city's wall clock (without an offset). */
  target(way) {
    if (way === "morning") {
      const [day, time] = this.wall(this.now()).split("T");
      if (time < "09:00") return `${day}T09:00`;
      const next = new Date(`${day}T12:00:00Z`);
      next.setUTCDate(next.getUTCDate() + 1);
      return `${next.toISOString().slice(0, 10)}T09:00`;
    }
    const hours = { hour: 1, day: 24, week: 168 }[way];
    return new Date(this.now() + hours * HOUR).toISOString();
  }

  async wind(to) {
    if (this.bar.classList.contains("winding")) return;
    this.problem.textContent = "";
    try {
      const answer = await post("clock", { to });
      this.set(answer);
      this.to.value = this.wall(this.now() + HOUR);
      const { wound, wound_quiet: quiet } = this.page.said;
      const count = answer.messages.length;
      this.wound(fill(count ? wound : quiet, { time: this.moment(this.now()), count }));
    } catch (error) {
      const { said } = this.page;
      this.problem.textContent = (error instanceof Refused && said[`error_${error.code}`]) || said.failed;
    }
  }
}
