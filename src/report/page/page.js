"use strict";
(function () {
  const PER_PAGE = 25;
  const data = JSON.parse(document.getElementById("data").textContent);
  const passages = data.passages;
  const place = new Map(passages.map((passage, i) => [passage.id, i]));

  // Every text of a document goes through here: it is set as text, never as markup.
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== undefined) made.setAttribute(key, value);
    }
    for (const child of children) made.append(child);
    return made;
  }

  function drawn(name, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // What can be asked for. `of` gives the values of a passage; the order of options is that of
  // first occurrence, or that of the codebook for classes.
  const classIds = data.classes.map((found) => found.id);
  const FILTERS = [
    { key: "actor", label: "Actor", of: (p) => [p.actor] },
    { key: "role", label: "Role", of: (p) => [p.role] },
    { key: "stance", label: "Predicted stance", of: (p) => [p.stance], order: classIds },
    { key: "gold", label: "Coded stance", of: (p) => [p.gold], order: classIds },
    { key: "instrument", label: "Instrument", of: (p) => (p.instruments || "none").split(";") },
    { key: "document", label: "Document", of: (p) => [p.document] },
    { key: "certainty", label: "Certainty", of: (p) => [certainty(p)] },
    { key: "year", label: "Year", of: (p) => [(p.date || "").slice(0, 4)] },
    { key: "counted", label: "Counted in comparisons", of: (p) => [p.counted || "yes"] },
    { key: "exchange", label: "Exchange", of: (p) => [p.exchange], hidden: true },
    { key: "unseen", label: "Predicted with its document left out", of: (p) => [p.unseen], hidden: true },
  ];
  const SORTS = {
    table: { label: "By date and document", by: null },
    likely: { label: "Most probable first", by: (p) => -margin(p) },
    doubtful: { label: "Most doubtful first", by: (p) => margin(p) },
    long: { label: "Longest first", by: (p) => -p.text.length },
  };

  function certainty(p) {
    if (p.reason && p.reason !== "uncertain") return p.reason;
    if (p.certain === undefined) return undefined;
    return p.certain === "true" ? "certain" : "uncertain";
  }

  function margin(p) {
    const own = (p.probabilities || [])[classIds.indexOf(p.stance)] || 0;
    const others = (p.probabilities || []).filter((_, i) => classIds[i] !== p.stance);
    return own - Math.max(0, ...others);
  }

  function plain(text) {
    return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
  }

  const form = document.getElementById("filters");
  const found = document.getElementById("found");
  const list = document.getElementById("list");
  const pages = document.getElementById("pages");
  const inputs = {};
  let state = { page: 0 };
  let wanted = passages.map((_, i) => i);
  const searched = new Map();

  function options(filter) {
    const values = new Map();
    for (const passage of passages) {
      for (const value of filter.of(passage)) {
        if (value) values.set(value, (values.get(value) || 0) + 1);
      }
    }
    const names = [...values.keys()];
    if (filter.order) names.sort((a, b) => filter.order.indexOf(a) - filter.order.indexOf(b));
    else names.sort();
    return names.map((name) => [name, values.get(name)]);
  }

  function buildForm() {
    const search = element("input", { type: "search", id: "f-search", autocomplete: "off" });
    inputs.search = search;
    form.append(element("div", {}, element("label", { for: "f-search" }, "Words in the text"), search));
    for (const filter of FILTERS) {
      const values = options(filter);
      if (values.length === 0) continue;
      if (filter.hidden) continue;
      const select = element("select", { id: "f-" + filter.key }, element("option", { value: "" }, "all"));
      for (const [name, count] of values) {
        select.append(element("option", { value: name }, name + " (" + count + ")"));
      }
      inputs[filter.key] = select;
      form.append(element("div", {}, element("label", { for: "f-" + filter.key }, filter.label), select));
    }
    const sort = element("select", { id: "f-sort" });
    for (const [key, { label }] of Object.entries(SORTS)) sort.append(element("option", { value: key }, label));
    inputs.sort = sort;
    form.append(element("div", {}, element("label", { for: "f-sort" }, "Order"), sort));
    const clear = element("button", { type: "button", class: "plain", id: "f-clear" }, "Clear");
    clear.addEventListener("click", () => go({}));
    form.append(element("div", {}, clear));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", readForm);
    search.addEventListener("input", () => {
      clearTimeout(buildForm.waiting);
      buildForm.waiting = setTimeout(readForm, 150);
    });
    form.hidden = false;
  }

  function readForm() {
    const asked = {};
    for (const [key, input] of Object.entries(inputs)) {
      if (!input.value || (key === "sort" && input.value === "table")) continue;
      asked[key] = key === "sort" || key === "search" ? input.value : [input.value];
    }
    go(asked);
  }

  // The state stands in the address, so that a selection can be sent to a colleague. A filter may be
  // asked for several values, any of which will do: `actor=Volt&actor=SP`.
  function go(asked) {
    const pairs = Object.entries(asked).flatMap(([key, value]) => [value].flat().map((one) => [key, one]));
    const query = new URLSearchParams(pairs).toString();
    history.replaceState(null, "", "#passages" + (query ? "?" + query : ""));
    show(asked);
  }

  function show(asked) {
    state = Object.assign({ page: 0 }, asked);
    for (const [key, input] of Object.entries(inputs)) {
      const values = [asked[key] || (key === "sort" ? "table" : "")].flat();
      const value = values.length === 1 ? values[0] : "";
      if (input.value !== value) input.value = value;
    }
    const words = plain(asked.search || "").split(/\s+/).filter(Boolean);
    const active = FILTERS.filter((filter) => asked[filter.key]);
    wanted = [];
    passages.forEach((passage, i) => {
      if (asked.passage && passage.id !== asked.passage) return;
      if (!active.every((filter) => filter.of(passage).some((value) => asked[filter.key].includes(value)))) return;
      if (words.length) {
        if (!searched.has(i)) searched.set(i, plain(passage.text));
        const text = searched.get(i);
        if (!words.every((word) => text.includes(word))) return;
      }
      wanted.push(i);
    });
    const by = (SORTS[asked.sort] || SORTS.table).by;
    if (by) wanted.sort((a, b) => by(passages[a]) - by(passages[b]) || a - b);
    render();
  }

  function render() {
    const n = wanted.length;
    const last = Math.max(0, Math.ceil(n / PER_PAGE) - 1);
    state.page = Math.min(state.page, last);
    const from = state.page * PER_PAGE;
    const shown = wanted.slice(from, from + PER_PAGE);
    const limits = FILTERS.filter((f) => state[f.key] && (f.hidden || state[f.key].length > 1))
      .map((f) => f.label.toLowerCase() + ": " + state[f.key].join(" or "));
    if (state.passage) limits.push("passage " + state.passage);
    found.textContent =
      (n === 0 ? "No passage" : n === 1 ? "1 passage" : n + " passages") +
      " of " + passages.length + (limits.length ? " (" + limits.join(", ") + ")" : "") +
      (n > PER_PAGE ? ", " + (from + 1) + " to " + (from + shown.length) + " shown" : "") + ".";
    list.replaceChildren(...shown.map((i) => article(passages[i])));
    pages.replaceChildren();
    pages.hidden = n <= PER_PAGE;
    for (const [label, step] of [["Previous", -1], ["Next", 1]]) {
      const to = state.page + step;
      const button = element("button", { type: "button", class: "plain", disabled: to < 0 || to > last }, label);
      button.addEventListener("click", () => {
        state.page = to;
        render();
        found.scrollIntoView({ block: "start" });
        const again = [...pages.querySelectorAll("button")].find((b) => b.textContent === label && !b.disabled);
        (again || pages.querySelector("button:not([disabled])")).focus({ preventScroll: true });
      });
      pages.append(button);
    }
  }

  function article(p) {
    const heading = [p.actor, p.role, p.date, p.document].filter(Boolean).join(" · ") || p.id;
    const made = element("article", { class: "passage c" + classIds.indexOf(p.stance), "data-id": p.id });
    made.append(element("h3", {}, element("bdi", {}, heading)));
    made.append(element("p", { class: "text", lang: "nl", dir: "auto" }, ...shaded(p)));
    const labels = element("p", { class: "meta" }, "Predicted ", tag(p.stance));
    const how = certainty(p);
    if (how) labels.append(" (" + how + (p.set && how !== "certain" ? ": " + p.set.split(";").join(" or ") : "") + ")");
    if (p.gold) labels.append(", coded ", tag(p.gold));
    if (p.unseen) labels.append(", predicted with its document left out ", tag(p.unseen));
    if (p.instruments) labels.append(" · about " + p.instruments.split(";").join(", "));
    made.append(labels);
    if (p.probabilities) made.append(bars(p));
    if (p.probabilities && margin(p) < 0) {
      made.append(element("p", { class: "meta" }, "The label is not the most probable class: it follows scores in which every class weighs the same, so that rare stances are found."));
    }
    if (p.counted) {
      made.append(element("p", { class: "meta" }, p.counted === "no: a copy"
        ? "Repeats another passage of its actor, which counts in comparisons; this one does not."
        : "Said by the chair of a sitting, who is not compared."));
    }
    if (p.shading && !p.shading.same) {
      made.append(element("p", { class: "meta" }, "Label and probabilities are not those of the model that shades: another one gave them, which for a passage of the training is one that had not seen it. The shading is of the model of this report: what it finds for " + p.stance + " rather than " + p.shading.against + ", and so only a hint at why the label was given."));
    } else if (p.shading) {
      made.append(element("p", { class: "meta" }, "Shaded: what the model finds for " + p.stance + " rather than " + p.shading.against + "."));
    } else if (p.terms) {
      made.append(element("p", { class: "meta" }, "Terms that count most: ", element("bdi", {}, p.terms.split(";").join(", ")), "."));
    }
    made.append(placeOf(p));
    return made;
  }

  function tag(id) {
    return element("span", { class: "tag c" + classIds.indexOf(id) }, id);
  }

  function placeOf(p) {
    const where = [p.place, p.heading && "under “" + p.heading + "”", p.speaker && "said by " + p.speaker, p.rule && "attributed by " + p.rule];
    const line = element("p", { class: "meta" }, element("bdi", {}, where.filter(Boolean).join(", ")));
    const link = (asked, label) => element("a", { href: "#" + asked }, label);
    if (p.exchange) {
      const label = p.role === "question" ? "question with its answer" : p.role === "answer" ? "answer with its question" : "the whole exchange";
      line.append(" · ", link("passages?" + new URLSearchParams({ exchange: p.exchange }), label));
    }
    line.append(" · ", link("passage=" + encodeURIComponent(p.id), p.id));
    return line;
  }

  function bars(p) {
    const box = element("div", { class: "bars" });
    data.classes.forEach((found, i) => {
      const share = p.probabilities[i] / 1000;
      const bar = drawn("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
      bar.append(drawn("rect", { width: 100 * share, height: 8 }));
      box.append(element("span", {}, found.id), bar, element("span", { class: "number" }, share.toFixed(2)));
    });
    return box;
  }

  function shaded(p) {
    if (!p.shading) return [p.text];
    const parts = [];
    const words = p.shading.words;
    let at = 0;
    for (let i = 0; i + 2 < words.length; i += 3) {
      const start = at + words[i];
      const end = start + words[i + 1];
      const step = words[i + 2];
      if (start > at) parts.push(p.text.slice(at, start));
      const kind = (step > 0 ? "p" : "m") + Math.abs(step);
      parts.push(element("span", { class: "w " + kind, title: step > 0 ? "for " + p.stance : "against " + p.stance }, p.text.slice(start, end)));
      at = end;
    }
    parts.push(p.text.slice(at));
    return parts;
  }

  function sortable(table) {
    const heads = [...table.querySelectorAll("thead th")];
    heads.forEach((head, column) => {
      const button = element("button", { type: "button" }, ...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0];
        const rows = [...body.rows].map((row, i) => [row, row.cells[column].textContent.trim(), i]);
        const number = head.classList.contains("number");
        rows.sort(([, a, i], [, b, k]) => {
          if ((a === "") !== (b === "")) return a === "" ? 1 : -1;
          const order = number ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
          return (down ? -order : order) || i - k;
        });
        body.append(...rows.map(([row]) => row));
      });
    });
  }

  // One tab stop a figure; arrows, Home and End move among its marks.
  function moveAmong(svg) {
    const marks = [...svg.querySelectorAll("a.mark")];
    marks.forEach((mark, i) => mark.setAttribute("tabindex", i === 0 ? "0" : "-1"));
    svg.addEventListener("keydown", (event) => {
      const at = marks.indexOf(event.target.closest("a.mark"));
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[event.key];
      if (at < 0 || to === undefined || !marks[to]) return;
      event.preventDefault();
      marks[at].setAttribute("tabindex", "-1");
      marks[to].setAttribute("tabindex", "0");
      marks[to].focus();
    });
  }

  function followAddress() {
    const address = location.hash.slice(1);
    const [section, query] = address.split("?");
    if (section === "passages" && query !== undefined) {
      const asked = {};
      for (const [key, value] of new URLSearchParams(query)) {
        if (key === "sort" || key === "search") asked[key] = value;
        else (asked[key] = asked[key] || []).push(value);
      }
      show(asked);
      document.getElementById("passages").scrollIntoView();
      found.setAttribute("tabindex", "-1");
      found.focus({ preventScroll: true });
      return true;
    }
    if (address.startsWith("passage=")) {
      const id = new URLSearchParams(address).get("passage");
      show({ passage: id });
      if (!place.has(id)) found.textContent = "Passage " + id + " is not among those shown; the labelled table has all.";
      document.getElementById("passages").scrollIntoView();
      found.setAttribute("tabindex", "-1");
      found.focus({ preventScroll: true });
      return true;
    }
    const target = document.getElementById(address);
    const folded = target && target.closest("details");
    if (folded) {
      for (let outer = folded; outer; outer = outer.parentElement.closest("details")) outer.open = true;
      document.querySelectorAll(".chosen").forEach((other) => other.classList.remove("chosen"));
      target.classList.add("chosen");
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    }
    return false;
  }

  const closed = [];
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details.more:not([open])").forEach((details) => {
      closed.push(details);
      details.open = true;
    });
  });
  window.addEventListener("afterprint", () => {
    closed.splice(0).forEach((details) => { details.open = false; });
  });

  document.querySelectorAll("table.sortable").forEach(sortable);
  document.querySelectorAll("svg[data-marks]").forEach(moveAmong);
  buildForm();
  window.addEventListener("hashchange", followAddress);
  if (!followAddress()) show({});
})();
