/* Finds honoured innovations by words and facets. The state stands in the address, so that a link shows the same; the search
   itself is fetched when the reader first asks for something. Without it the page has its plain lists. */
"use strict";

(async () => {
  const place = document.getElementById("tim");
  const results = document.getElementById("ket-qua");
  if (!place || !results) return;
  const english = document.documentElement.lang === "en";
  const root = new URL("..", document.currentScript.src);
  const said = english
    ? { find: "Search", hint: "e.g. xe day, dong goi", any: "any of the chosen", all: "all of the chosen", match: "Match", sort: "Order",
        best: "best match", gain: "largest benefit first", newest: "newest first", oldest: "oldest first", clear: "Clear all",
        none: "Nothing found. Try fewer filters or other words.", more: "Show more", found: count => `${number(count)} innovation${count === 1 ? "" : "s"}`,
        filters: "Filter and sort", results: "Found", broken: "The search could not be loaded. The complete lists below work without it.", chosen: "chosen" }
    : { find: "Tìm", hint: "ví dụ: xe đẩy, dong goi", any: "một trong các mục đã chọn", all: "mọi mục đã chọn", match: "Khớp", sort: "Xếp theo",
        best: "khớp nhất", gain: "làm lợi nhiều nhất trước", newest: "mới nhất trước", oldest: "cũ nhất trước", clear: "Bỏ mọi lựa chọn",
        none: "Không tìm thấy bài nào. Mời bạn bớt lựa chọn hoặc thử từ khác.", more: "Xem thêm", found: count => `${number(count)} sáng kiến`,
        filters: "Lọc và xếp thứ tự", results: "Kết quả tìm", broken: "Không tải được phần tìm kiếm. Các danh sách đầy đủ ở dưới vẫn dùng được.", chosen: "đã chọn" };
  const SORTS = { loi: { loi: "desc" }, moi: { ngay: "desc" }, cu: { ngay: "asc" } };
  const STEP = 24;

  const make = (tag, given = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name in made && name !== "list") made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...inside);
    return made;
  };

  let facets;
  try {
    facets = await (await fetch(new URL("sang-kien/chu.json", root))).json();
  } catch {
    place.hidden = true;
    return; // from the disk, or no network: the plain lists stand there
  }
  const number = value => value.toLocaleString(english ? "en" : "vi");
  const named = new Map(facets.map(facet => [facet.id, new Map(facet.values.map(([id, vi, en]) => [id, english ? en : vi]))]));

  // What was asked for, read from the address and written back to it.
  const read = () => {
    const asked = new URLSearchParams(location.search);
    return {
      words: asked.get("q") ?? "",
      chosen: new Map(facets.map(facet => [facet.id, asked.getAll(facet.id).filter(id => named.get(facet.id).has(id))])),
      all: asked.get("khop") === "moi",
      sort: Object.hasOwn(SORTS, asked.get("xep")) ? asked.get("xep") : "",
    };
  };
  const write = state => {
    const asked = new URLSearchParams();
    if (state.words) asked.set("q", state.words);
    for (const [facet, ids] of state.chosen) for (const id of ids) asked.append(facet, id);
    if (state.all) asked.set("khop", "moi");
    if (state.sort) asked.set("xep", state.sort);
    history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
  };
  const idle = state => !state.words && !state.sort && [...state.chosen.values()].every(ids => !ids.length);

  // The form.
  const words = make("input", { type: "search", id: "tim-chu", placeholder: said.hint, autocomplete: "off" });
  const sort = make("select", { id: "tim-xep" },
    ...[["", said.best], ["loi", said.gain], ["moi", said.newest], ["cu", said.oldest]].map(([value, name]) => make("option", { value }, name)));
  const all = make("select", { id: "tim-khop" }, make("option", { value: "" }, said.any), make("option", { value: "moi" }, said.all));
  const clear = make("button", { type: "button", className: "sk-clear" }, said.clear);
  const told = make("p", { className: "sk-told", role: "status" });
  const boxes = new Map();
  const groups = facets.filter(facet => facet.values.length > 1).map(facet => {
    const inside = facet.values.map(([id, vi, en, count]) => {
      const box = make("input", { type: "checkbox", name: facet.id, value: id });
      const shown = make("span", { className: "sk-count" }, number(count));
      boxes.set(`${facet.id}:${id}`, { box, shown, count });
      return make("label", {}, box, ` ${english ? en : vi} `, shown);
    });
    const mark = make("span", { className: "sk-count" });
    const group = make("details", { className: "sk-facet" }, make("summary", {}, english ? facet.en : facet.vi, " ", mark),
      make("div", { role: "group", "aria-label": english ? facet.en : facet.vi }, ...inside));
    return { facet, group, mark };
  });
  const filters = make("details", { className: "sk-narrow", open: matchMedia("(min-width: 48em)").matches }, // a phone shows the list first
    make("summary", {}, said.filters),
    make("div", { className: "sk-facets", role: "group", "aria-label": said.filters }, ...groups.map(each => each.group)),
    make("div", { className: "sk-bar-sort" }, make("label", { htmlFor: "tim-xep" }, said.sort), sort,
      make("label", { htmlFor: "tim-khop" }, said.match), all, clear));
  place.append(make("div", { className: "sk-bar-find" }, make("label", { htmlFor: "tim-chu" }, said.find), words), filters, told);

  const show = state => {
    words.value = state.words;
    sort.value = state.sort;
    all.value = state.all ? "moi" : "";
    for (const [key, { box }] of boxes) {
      const [facet, id] = key.split(/:(.*)/s);
      box.checked = state.chosen.get(facet).includes(id);
    }
    for (const { facet, group, mark } of groups) {
      const count = state.chosen.get(facet.id).length;
      mark.textContent = count ? `(${count} ${said.chosen})` : "";
      if (count) group.open = filters.open = true;
    }
  };

  // The search itself, loaded when first needed.
  let engine;
  const load = () => (engine ??= import(new URL("pagefind/pagefind.js", root)).then(async loaded => {
    await loaded.options({ excerptLength: 0 });
    await loaded.init();
    return loaded;
  }));
  let tallied;
  const tally = engine => (tallied ??= engine.filters()); // without them a search does not count what each facet has left
  const untouched = [...results.childNodes];

  const card = data => {
    const { title, khen = "", cap = "", "don-vi": unit = "" } = data.meta;
    const awards = khen.split("|");
    const honours = cap.split("|").flatMap((level, place) => [make("span", { className: `sk-level sk-${level}` }, awards[place]), " "]);
    const field = data.meta["linh-vuc"];
    const about = field ? named.get("linh-vuc").get(field) ?? "" : english ? "Technological secret" : "Bí mật công nghệ";
    const way = (data.raw_url ?? data.url).replace(/\.html$/, "/"); // the file of its words is called as the page's folder
    const link = make("a", { href: new URL((english ? "en/" : "") + way.replace(/^\//, ""), root).href }, title);
    if (english) link.lang = "vi";
    return make("li", { className: "sk-card" }, make("p", { className: "sk-honours" }, ...honours), make("h3", {}, link),
      ...(unit ? [make("p", { className: "sk-unit" }, unit)] : []), make("p", { className: "sk-field" }, about));
  };

  let turn = 0;
  const answer = async state => {
    const mine = ++turn;
    show(state);
    if (idle(state)) {
      results.replaceChildren(...untouched);
      told.textContent = "";
      for (const { shown, count } of boxes.values()) shown.textContent = number(count);
      return;
    }
    let found;
    try {
      const search = await load();
      if (filters.open) await tally(search);
      const asked = {};
      for (const [facet, ids] of state.chosen) if (ids.length) asked[facet] = state.all ? { all: ids } : { any: ids };
      const sorted = SORTS[state.sort] ? { sort: SORTS[state.sort] } : {};
      found = await search.search(state.words || null, { filters: asked, ...sorted });
      if (state.words.includes(" ") && !state.sort) {
        // A Vietnamese word is mostly two syllables: where they stand side by side comes first.
        const together = (await search.search(`"${state.words.replaceAll('"', "")}"`, { filters: asked })).results;
        const first = new Set(together.map(each => each.id));
        found.results.sort((one, other) => first.has(other.id) - first.has(one.id)); // among equals the best match stays first
      }
    } catch {
      told.textContent = said.broken;
      return;
    }
    if (mine !== turn) return; // the reader went on meanwhile
    for (const [key, { shown }] of boxes) {
      const [facet, id] = key.split(/:(.*)/s);
      shown.textContent = number((state.chosen.get(facet).length && !state.all ? found.totalFilters : found.filters)?.[facet]?.[id] ?? 0);
    }
    const list = make("ul", { className: "sk-cards" });
    const more = make("button", { type: "button", className: "md-button" }, said.more);
    let shownSo = 0;
    const next = async () => {
      const some = await Promise.all(found.results.slice(shownSo, shownSo + STEP).map(result => result.data()));
      if (mine !== turn) return;
      list.append(...some.map(card));
      shownSo += some.length;
      more.hidden = shownSo >= found.results.length;
    };
    more.addEventListener("click", next);
    await next();
    if (mine !== turn) return;
    results.replaceChildren(make("h2", { className: "sk-hidden" }, said.results), list, more);
    told.textContent = found.results.length ? said.found(found.results.length) : said.none;
  };

  const asked = () => ({
    words: words.value.trim(),
    chosen: new Map(facets.map(facet => [facet.id,
      facet.values.map(([id]) => id).filter(id => boxes.get(`${facet.id}:${id}`)?.box.checked)])),
    all: all.value === "moi",
    sort: sort.value,
  });
  const ask = () => {
    const state = asked();
    write(state);
    return answer(state);
  };
  filters.addEventListener("toggle", () => { // what nobody saw was not counted
    if (filters.open && !tallied && !idle(asked())) answer(asked());
  });
  let typing;
  words.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(ask, 200);
  });
  for (const { box } of boxes.values()) box.addEventListener("change", ask);
  for (const choice of [sort, all]) choice.addEventListener("change", ask);
  clear.addEventListener("click", () => {
    words.value = sort.value = all.value = "";
    for (const { box } of boxes.values()) box.checked = false;
    ask();
    words.focus();
  });
  addEventListener("popstate", () => answer(read()));
  await answer(read());
})();
