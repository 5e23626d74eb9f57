// What a careful person looks for on a page. Evaluated in the page by look.py; gives an object of two functions.
({
  // Everything that takes a hand must have a name, every reference must lead somewhere, every picture must have words.
  names() {
    const wrong = [];
    const seen = (e) => e.checkVisibility({ visibilityProperty: true });
    const named = (e) => {
      const by = (e.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
      const labels = [...(e.labels ?? [])].map((l) => l.textContent).join("");
      return (e.getAttribute("aria-label") ?? "") + by + labels || (e.matches("button, a, [role=tab], [role=option]") ? e.textContent + (e.querySelector("img")?.alt ?? "") : "");
    };
    for (const e of document.querySelectorAll("button, a[href], input, select, textarea, dialog[open], [role=log], [role=tablist], [role=listbox], nav"))
      if (seen(e) && !named(e).trim()) wrong.push(`no name: ${e.outerHTML.slice(0, 90)}`);
    for (const e of document.querySelectorAll("img")) if (!e.hasAttribute("alt")) wrong.push(`no alt: ${e.src}`);
    for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-activedescendant", "for"])
      for (const e of document.querySelectorAll(`[${name}]`))
        for (const id of e.getAttribute(name).split(" "))
          if (id && !document.getElementById(id)) wrong.push(`${name} leads nowhere: ${id}`);
    const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
    for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) wrong.push(`twice: ${id}`);
    if (document.querySelectorAll("h1").length !== 1 || document.querySelectorAll("main").length !== 1) wrong.push("one h1, one main");
    if (!document.documentElement.lang) wrong.push("no lang");
    return wrong;
  },

  // Text against what is behind it, as it is painted: at least 4.5 to 1, or 3 to 1 for large letters.
  contrast() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const brush = canvas.getContext("2d", { willReadFrequently: true });
    const rgba = (color) => {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = color;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
    const behind = (e) => {
      const layers = [];
      for (let at = e; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
      return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
    };
    const light = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const wrong = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const e = walk.currentNode.parentElement;
      if (!walk.currentNode.textContent.trim() || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (e.closest(".unseen, :disabled, noscript, select, .skip")) continue;
      if (document.querySelector("dialog[open]") && !e.closest("dialog")) continue;
      const style = getComputedStyle(e);
      const under = behind(e);
      const [a, b] = [light(over(rgba(style.color), under)), light(under)].sort((x, y) => y - x);
      const large = parseFloat(style.fontSize) >= 24;
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < (large ? 3 : 4.5)) wrong.add(`${ratio.toFixed(2)} ${e.tagName}.${e.className}: ${walk.currentNode.textContent.trim().slice(0, 30)}`);
    }
    return [...wrong];
  },
})
