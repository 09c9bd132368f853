/* Finds honoured innovations by words and by what they are. The question stands in the address, so that a link shows the same and the way
   back leads to it; the search itself is fetched when somebody first asks. Without it the page has its plain lists. */
"use strict";

(async () => {
  const place = document.getElementById("tim"), aside = document.getElementById("loc"), results = document.getElementById("ket-qua");
  if (!place || !aside || !results) return;
  const english = document.documentElement.lang === "en", language = english ? "en" : "vi";
  const root = new URL("..", document.currentScript.src);
  const pick = (vi, en) => (english ? en : vi);
  const number = value => value.toLocaleString(language);
  const many = count => pick(`${number(count)} sáng kiến`, `${number(count)} innovation${count === 1 ? "" : "s"}`);
  const quoted = text => `“${text}”`;
  const day = iso => iso.split("-").reverse().map(Number).join("/");
  const ORDERS = { loi: pick("Làm lợi nhiều nhất", "Largest benefit"), moi: pick("Mới nhất", "Newest"), cu: pick("Cũ nhất", "Oldest") };
  const STEP = 12;
  const PAUSE = 180; // milliseconds in which nothing is typed

  const make = (tag, given = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name in made && name !== "list") made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...inside);
    return made;
  };
  const act = (className, shown, run) => {
    const button = make("button", { type: "button", className }, ...[shown].flat());
    button.addEventListener("click", run);
    return button;
  };

  let known;
  try {
    known = await (await fetch(new URL("sang-kien/chu.json", root))).json();
  } catch {
    place.hidden = aside.hidden = true;
    return; // from the disk, or no network: the plain lists stand there
  }
  const { facets, hints } = known;
  const named = new Map(facets.map(facet => [facet.id, new Map(facet.values.map(([id, vi, en]) => [id, pick(vi, en)]))]));

  // What is asked, read from the address and written to it.
  const read = () => {
    const asked = new URLSearchParams(location.search);
    return {
      words: asked.get("q") ?? "",
      chosen: new Map(facets.map(facet => [facet.id, asked.getAll(facet.id).filter(id => named.get(facet.id).has(id))])),
      all: asked.get("khop") === "moi",
      either: asked.get("giua") === "mot",
      sort: Object.hasOwn(ORDERS, asked.get("xep")) ? asked.get("xep") : "",
    };
  };
  const other = document.querySelector(".sk-other"), otherWay = other?.href;
  const written = state => {
    const asked = new URLSearchParams();
    if (state.words) asked.set("q", state.words);
    for (const [facet, ids] of state.chosen) for (const id of ids) asked.append(facet, id);
    if (state.all) asked.set("khop", "moi");
    if (state.either) asked.set("giua", "mot");
    if (state.sort) asked.set("xep", state.sort);
    return asked.size ? `?${asked}` : "";
  };
  const write = (state, step) => {
    const way = written(state);
    if (way !== location.search) history[step ? "pushState" : "replaceState"](null, "", way || location.pathname);
  };
  const isNarrowed = state => [...state.chosen.values()].some(ids => ids.length);
  const isIdle = state => !state.words && !state.sort && !isNarrowed(state);

  // The question.
  const words = make("input", { type: "search", id: "tim-chu", name: "q", autocomplete: "off", role: "combobox",
    "aria-expanded": "false", "aria-controls": "tim-goi-y", "aria-autocomplete": "list", enterkeyhint: "search", spellcheck: false });
  if (hints.length) words.placeholder = pick(`Ví dụ: ${hints[0]}`, `For example: ${hints[0]}`);
  const listed = make("ul", { id: "tim-goi-y", className: "sk-suggest", role: "listbox", "aria-label": pick("Gợi ý", "Suggestions"), hidden: true });
  const form = make("form", { className: "sk-bar-find", role: "search" },
    make("label", { htmlFor: "tim-chu" }, pick("Tìm sáng kiến", "Search the innovations")),
    make("div", { className: "sk-ask-for" }, words, make("button", { type: "submit", className: "md-button md-button--primary" }, pick("Tìm", "Search")), listed));
  const tries = make("p", { className: "sk-hints" }, pick("Thử: ", "Try: "),
    ...hints.flatMap(hint => [act("sk-chip", [make("span", { lang: "vi" }, hint)], () => put(hint)), " "]));
  const told = make("p", { className: "sk-told", role: "status" });
  const sort = make("select", { id: "tim-xep" }, ...[["", pick("Phù hợp nhất", "Best match")], ...Object.entries(ORDERS)].map(([value, name]) => make("option", { value }, name)));
  const unfold = act("md-button sk-open", pick("Lọc", "Filter"), () => openSheet());
  const chips = make("p", { className: "sk-chosen" });
  place.append(form, tries, make("div", { className: "sk-bar-sort" }, told, unfold,
    make("span", { className: "sk-order" }, make("label", { htmlFor: "tim-xep" }, pick("Xếp theo", "Sort by")), sort)), chips);

  // What to choose from: beside the results, on a phone in a sheet that comes up from below.
  const boxes = new Map();
  const groups = facets.filter(facet => facet.values.length > 1).map((facet, position) => {
    const inside = facet.values.map(([id, vi, en, count]) => {
      const box = make("input", { type: "checkbox", name: facet.id, value: id });
      const shown = make("span", { className: "sk-count" }, number(count));
      const label = make("label", {}, box, make("span", {}, pick(vi, en)), shown);
      boxes.set(`${facet.id}:${id}`, { box, shown, count, label });
      return label;
    });
    const mark = make("span", { className: "sk-count" });
    const group = make("details", { className: "sk-facet", open: position < 1 }, make("summary", {}, pick(facet.vi, facet.en), " ", mark),
      make("div", { role: "group", "aria-label": pick(facet.vi, facet.en) }, ...inside));
    return { facet, group, mark };
  });
  const choice = (id, shown, no, yes) => {
    const made = make("select", { id }, make("option", { value: "" }, no), make("option", { value: "1" }, yes));
    return [make("p", { className: "sk-which" }, make("label", { htmlFor: id }, shown), made), made];
  };
  const [withinRow, within] = choice("tim-khop", pick("Trong một mục", "Within a group"), pick("một trong các lựa chọn", "any of the chosen"), pick("mọi lựa chọn", "all of the chosen"));
  const [betweenRow, between] = choice("tim-giua", pick("Giữa các mục", "Across groups"), pick("khớp mọi mục", "every group"), pick("khớp một mục là đủ", "one group is enough"));
  const clear = act("sk-clear", pick("Bỏ mọi lựa chọn", "Clear all"), () => {
    for (const { box } of boxes.values()) box.checked = false;
    within.value = between.value = "";
    ask(true);
  });
  const panel = make("div", { className: "sk-facets", role: "group", "aria-label": pick("Lọc", "Filter") }, ...groups.map(each => each.group), withinRow, betweenRow, clear);
  const done = act("md-button md-button--primary", pick("Đóng", "Close"), () => sheet.close());
  const sheet = make("dialog", { className: "sk-sheet", "aria-label": pick("Lọc", "Filter") },
    make("div", { className: "sk-sheet-head" }, make("h2", {}, pick("Lọc", "Filter")), act("sk-close", make("span", { "aria-hidden": "true" }, "×"), () => sheet.close())),
    make("div", { className: "sk-sheet-foot" }, done));
  sheet.querySelector(".sk-close").setAttribute("aria-label", pick("Đóng", "Close"));
  aside.append(make("h2", {}, pick("Lọc", "Filter")), panel);
  place.append(sheet);
  const openSheet = () => {
    sheet.querySelector(".sk-sheet-foot").before(panel);
    sheet.showModal();
  };
  sheet.addEventListener("close", () => aside.append(panel));
  sheet.addEventListener("click", event => { if (event.target === sheet) sheet.close(); }); // beside it
  matchMedia("(min-width: 60em)").addEventListener("change", () => { if (sheet.open) sheet.close(); });

  const show = state => {
    if (words.value.trim() !== state.words) words.value = state.words;
    sort.value = state.sort;
    within.value = state.all ? "1" : "";
    between.value = state.either ? "1" : "";
    for (const [key, { box }] of boxes) {
      const [facet, id] = key.split(/:(.*)/s);
      box.checked = state.chosen.get(facet).includes(id);
    }
    for (const { facet, group, mark } of groups) {
      const count = state.chosen.get(facet.id).length;
      mark.textContent = count ? pick(`(đã chọn ${count})`, `(${count} chosen)`) : "";
      if (count) group.open = true;
    }
    const count = [...state.chosen.values()].flat().length;
    unfold.textContent = count ? pick(`Lọc (${count})`, `Filter (${count})`) : pick("Lọc", "Filter");
    clear.hidden = withinRow.hidden = betweenRow.hidden = !count;
    chips.replaceChildren(...[...state.chosen].flatMap(([facet, ids]) => ids.flatMap(id => {
      const off = act("sk-chip", [named.get(facet).get(id), make("span", { "aria-hidden": "true" }, " ×")], () => {
        boxes.get(`${facet}:${id}`).box.checked = false;
        ask(true);
      });
      off.setAttribute("aria-label", pick(`Bỏ chọn: ${named.get(facet).get(id)}`, `Remove: ${named.get(facet).get(id)}`));
      return [off, " "];
    })));
    if (isIdle(state)) done.textContent = pick("Đóng", "Close"); // nothing is asked: nothing is counted
    tries.hidden = !isIdle(state) || !hints.length;
    if (other && otherWay) other.href = otherWay + written(state);
  };

  // The search, loaded when first needed. Its files are packed: hosts pack none whose kind they do not know.
  const unpacked = async name => {
    const answer = await fetch(new URL(`sang-kien/tim/${name}.bin`, root));
    if (!answer.ok) throw new Error(name);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes; // the host said that it is packed, and the browser unpacked it
    return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  };
  let loading;
  const load = () => (loading ??= import(new URL("assets/tim-hoi.js", root)).then(loaded => loaded.load(unpacked, facets)));

  const drawn = pieces => pieces.map(([text, marked]) => (marked ? make("mark", {}, text) : text));
  const card = (engine, data, hit, order) => {
    const [address, , , , awards, field, decided, received, benefit, , [named_en]] = data;
    const shown = engine.excerpt(data, hit);
    const about = field ? named.get("linh-vuc").get(field) ?? "" : pick("Bí mật công nghệ", "Technological secret");
    const link = make("a", { href: new URL(`${english ? "en/" : ""}sang-kien/${address}/`, root).href }, ...drawn(english && named_en ? shown.english : shown.title));
    if (english && !named_en) link.lang = "vi";
    const facts = [];
    if (order === "loi") facts.push(benefit === null ? pick("Không tính bằng tiền", "Not counted in money") : pick(`Làm lợi ${number(benefit)} đồng/năm (tự khai)`, `${number(benefit)} đồng a year, as declared`));
    else if (decided) facts.push(pick(`Vinh danh ${day(decided)}`, `Honoured ${day(decided)}`), ...order ? [pick(`nhận ${day(received)}`, `received ${day(received)}`)] : []);
    const native = english ? { lang: "vi" } : {};
    return make("li", { className: "sk-card" },
      make("p", { className: "sk-honours", ...native }, ...awards.flatMap(([level, award]) => [make("span", { className: `sk-level sk-${level}` }, award), " "])),
      make("h3", {}, link),
      ...shown.passage.length ? [make("p", { className: "sk-passage", lang: hit.english ? "en" : "vi" }, ...drawn(shown.passage))] : [],
      ...shown.place.length ? [make("p", { className: "sk-unit", ...native }, ...drawn(shown.place))] : [],
      ...facts.length ? [make("p", { className: "sk-when" }, facts.join(" · "))] : [],
      make("p", { className: `sk-field sk-of-${field || "secret"}` }, about));
  };

  let turn = 0;
  const untouched = [...results.childNodes];
  /* A list of cards that grows by some at a time. */
  const list = async (engine, hits, state, mine) => {
    const cards = make("ul", { className: "sk-cards sk-found" });
    const more = act("md-button", pick("Xem thêm", "Show more"), () => next(true));
    let so = 0;
    const next = async moved => {
      const some = hits.slice(so, so + STEP), data = await engine.cards(some.map(hit => hit.id));
      if (mine !== turn) return;
      const made = some.map((hit, at) => card(engine, data[at], hit, state.sort));
      cards.append(...made);
      so += some.length;
      more.hidden = so >= hits.length;
      if (moved) made[0]?.querySelector("a").focus();
    };
    await next(false);
    return [cards, more];
  };

  /* What else might be meant, as a question; what only leaves words out was not meant, but may help. */
  const offers = answer => {
    if (!answer.offers.length) return [];
    const fewer = answer.offers.every(text => text.split(" ").every(word => answer.words?.includes(word)));
    const chips = answer.offers.flatMap(text => [act("sk-chip", [make("span", { lang: "vi" }, text)], () => put(text)), " "]);
    return [make("p", { className: "sk-meant" }, fewer ? pick("Thử bớt chữ: ", "With fewer words: ") : pick("Ý bạn là: ", "Did you mean: "), ...chips, fewer ? "" : "?")];
  };

  /* What has all the words, but not together: told apart, and unfolded only where whole words are in it. */
  const scattered = async (engine, answer, hits, state, mine) => {
    if (!hits.length) return [];
    const inside = make("div", {});
    const fold = make("details", { className: "sk-scattered" },
      make("summary", {}, pick("Các bài có đủ các chữ này ở những chỗ khác nhau", "Those with all these words in different places"), " ", make("span", { className: "sk-count" }, number(hits.length))), inside);
    const fill = async () => { if (!inside.childNodes.length) inside.append(...await list(engine, hits, state, mine)); };
    if (answer.strong && !answer.hits.length) {
      fold.open = true;
      await fill();
    }
    fold.addEventListener("toggle", () => { if (fold.open) fill(); });
    return [fold];
  };

  const nothing = (answer, state, without, apart) => {
    const asked = state.words ? quoted(state.words) : "";
    const why = without.length
      ? pick(`Có ${many(without.length)} hợp với ${asked || "câu hỏi"}, nhưng không có trong các mục đang chọn.`, `${many(without.length)} fit ${asked}, but none is in what you have chosen.`)
      : pick("Mời bạn thử từ khác, viết ngắn hơn, hoặc xem theo lĩnh vực trong danh sách đầy đủ ở dưới.", "Try other or fewer words, or look through the complete lists below.");
    const none = apart
      ? pick(`Chưa có bài nào viết liền nhau ${asked}`, `Nothing has ${asked} side by side`)
      : pick(`Chưa có sáng kiến nào viết về ${asked}`, `No innovation speaks of ${asked} yet`);
    return make("div", { className: "sk-nothing" },
      make("h2", {}, state.words ? none : pick("Chưa có sáng kiến nào như thế", "There is no such innovation yet")),
      make("p", {}, why), ...offers(answer),
      ...without.length ? [act("md-button", pick("Bỏ lọc", "Drop the filters"), () => clear.click())] : []);
  };

  const answer = async (state, typing = false) => {
    const mine = ++turn;
    show(state);
    if (isIdle(state)) {
      results.replaceChildren(...untouched);
      told.textContent = "";
      done.textContent = pick("Đóng", "Close");
      for (const { shown, count, label } of boxes.values()) {
        shown.textContent = number(count);
        label.classList.toggle("sk-none", false);
      }
      return;
    }
    let engine, found, hits, left, counts;
    try {
      engine = await load();
      found = state.words ? await engine.find(state.words, { typing, language }) : { hits: null, scattered: [], instead: [], offers: [] };
      hits = await engine.narrow(found.hits, state);
      counts = await engine.counts(found.hits, state);
      left = await engine.narrow(found.scattered, state);
      hits = await engine.sorted(hits, state.sort);
      if (mine !== turn) return; // the reader went on meanwhile
    } catch {
      loading = undefined;
      if (mine === turn) told.textContent = pick("Không tải được phần tìm kiếm. Các danh sách đầy đủ ở dưới vẫn dùng được.", "The search could not be loaded. The complete lists below work without it.");
      return;
    }
    const parts = [];
    if (found.instead.length) {
      parts.push(make("p", { className: "sk-instead" }, pick("Kết quả cho ", "Results for "), ...found.instead.flatMap((text, at) => [...at ? [", "] : [], make("strong", {}, text)]),
        pick(`; chưa có bài nào viết “${state.words}”.`, `; nothing has “${state.words}”.`)));
    }
    if (hits.length) parts.push(make("h2", { className: "sk-hidden" }, pick("Kết quả tìm", "Found")), ...await list(engine, hits, state, mine), ...offers(found, state));
    else parts.push(nothing(found, state, found.hits ?? [], left.length));
    parts.push(...await scattered(engine, found, left, state, mine));
    if (mine !== turn) return;
    for (const [key, { shown, label, box }] of boxes) {
      const [facet, id] = key.split(/:(.*)/s), count = counts.get(facet).get(id);
      shown.textContent = number(count);
      label.classList.toggle("sk-none", !count && !box.checked);
    }
    results.replaceChildren(...parts);
    done.textContent = hits.length ? pick(`Xem ${many(hits.length)}`, `Show ${many(hits.length)}`) : pick("Đóng", "Close");
    told.textContent = hits.length ? many(hits.length) : left.length ? pick("Không có đúng cụm từ này", "Not just this phrase") : pick("Không có bài nào", "Nothing found");
  };

  const asked = () => ({
    words: words.value.trim(),
    chosen: new Map(facets.map(facet => [facet.id, facet.values.map(([id]) => id).filter(id => boxes.get(`${facet.id}:${id}`)?.box.checked)])),
    all: Boolean(within.value),
    either: Boolean(between.value),
    sort: sort.value,
  });
  const ask = (step, typing = false) => {
    const state = asked();
    write(state, step);
    return answer(state, typing);
  };
  const put = text => {
    words.value = text;
    fold();
    words.focus();
    return ask(true);
  };

  // Suggestions: chosen by arrows, Enter or a click, put away by Escape.
  let marked = -1;
  const options = () => [...listed.childNodes];
  const mark = at => {
    options()[marked]?.setAttribute("aria-selected", "false");
    marked = at;
    options()[at]?.setAttribute("aria-selected", "true");
    words.setAttribute("aria-activedescendant", at < 0 ? "" : `tim-goi-y-${at}`);
  };
  const fold = () => {
    listed.hidden = true;
    words.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const suggest = async () => {
    const text = words.value.trim(), mine = turn;
    let found = [];
    try {
      found = text ? await (await load()).suggest(text) : [];
    } catch { /* the answer itself says that the search is not there */ }
    if (mine !== turn || words.value.trim() !== text) return;
    fold();
    if (!found.length) return;
    listed.replaceChildren(...found.map((each, at) => {
      const option = make("li", { id: `tim-goi-y-${at}`, role: "option", "aria-selected": "false", lang: "vi" }, each);
      option.addEventListener("pointerdown", event => { event.preventDefault(); put(each); });
      return option;
    }));
    listed.hidden = false;
    words.setAttribute("aria-expanded", "true");
  };
  words.addEventListener("keydown", event => {
    const count = listed.hidden ? 0 : options().length;
    if (event.key === "Escape" && count) {
      event.preventDefault();
      fold();
    } else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const to = marked + (event.key === "ArrowDown" ? 1 : -1);
      mark(to < -1 ? count - 1 : to >= count ? -1 : to);
    } else if (event.key === "Enter" && marked >= 0) {
      event.preventDefault();
      put(options()[marked].textContent);
    }
  });
  words.addEventListener("blur", fold);
  words.addEventListener("focus", () => load().catch(() => { loading = undefined; })); // it comes while the first letters are typed

  let typing;
  words.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(async () => {
      await ask(isIdle(read()), true);
      await suggest();
    }, PAUSE);
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    clearTimeout(typing);
    fold();
    ask(true);
  });
  for (const { box } of boxes.values()) box.addEventListener("change", () => ask(true));
  for (const each of [sort, within, between]) each.addEventListener("change", () => ask(true));
  addEventListener("popstate", () => answer(read()));
  await answer(read());
})();
