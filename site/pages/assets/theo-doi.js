/* Looks a submission up by its receipt code or path in one small file, and tells its steps. The code stays in this browser. */
"use strict";

(() => {
  const place = document.getElementById("theo-doi");
  const steps = document.getElementById("buoc");
  if (!place || !steps) return;
  const root = new URL("..", document.currentScript.src);
  const english = document.documentElement.lang === "en";
  const pick = (vi, en) => (english ? en : vi);
  const make = (tag, given = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), given);
    made.append(...inside);
    return made;
  };

  const field = make("input", { type: "text", id: "ma-bien-nhan", autocomplete: "off", spellcheck: false });
  const button = make("button", { type: "submit", className: "md-button md-button--primary" }, pick("Xem", "Look up"));
  const form = make("form", { className: "sk-ask" },
    make("label", { htmlFor: field.id }, pick("Mã biên nhận hoặc đường dẫn", "Receipt code or path")), field, button);
  const told = make("p", { className: "sk-told" });
  told.setAttribute("role", "status");
  place.append(form, told);

  // As receipt_code.py: case, spaces and hyphens do not matter, nor O for 0, I or L for 1.
  const asCode = text => {
    const plain = text.replace(/[\s\-–]/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
    return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(plain) ? plain.match(/.{4}/g).join("-") : null;
  };
  const asked = text => asCode(text) ?? text.trim().normalize("NFC").replace(/^\/+/, "");

  let words;
  const load = async name => {
    const answer = await fetch(new URL(`theo-doi/${name}`, root));
    if (!answer.ok) throw new Error(name);
    return answer.json();
  };
  const find = async text => {
    words ??= await load("chu.json");
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`sangkien:${text}`)));
    const key = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("").slice(0, words.key);
    const number = words.bits ? parseInt(key.slice(0, 8), 16) >>> (32 - words.bits) : 0;
    return (await load(`${number.toString(16)}.json`))[key];
  };

  const when = iso => {
    const [, year, month, day, clock] = iso.match(/^(\d+)-(\d+)-(\d+)T(\d\d:\d\d)/) ?? [];
    return pick(`${clock} ngày ${+day}/${+month}/${year}`, `${clock} on ${+day}/${+month}/${year}`);
  };
  const dayOf = iso => iso.split("-").reverse().map(Number).join("/");
  const step = (state, heading, ...inside) => make("li", { className: `sk-${state}` }, make("strong", {}, heading), ...inside);
  const line = text => make("p", {}, text);

  const tell = ([edition, received, standing, codes, disputed, proposed, honours, page]) => {
    const known = words.editions[edition];
    const level = number => known.levels[number][english ? 1 : 0];
    const list = make("ol", { className: "sk-steps" });
    list.append(step("done", pick("Đã nhận", "Received"), line(`${when(received)} · ${pick("kỳ", "edition")} ${known.id}`)));
    if (standing === 0) {
      list.append(step("done", pick("Hợp lệ, đúng hạn", "Valid and in time")));
    } else {
      const why = make("ul", {}, ...codes.map(code => make("li", {},
        make("a", { href: new URL(`quy-tac/${code.toLowerCase()}/`, root).href }, code), ` ${words.rules[code][english ? 1 : 0]}`)));
      const name = standing === 1 ? pick("Trễ hạn, không được xét", "Late, not considered") : pick("Không hợp lệ", "Not valid");
      list.append(step("stopped", name, line(pick("Vì sao, và sửa thế nào:", "Why, and how to mend it:")), why));
    }
    if (disputed) {
      list.append(step("waiting", pick("Đang giải quyết khiếu nại, tranh chấp", "A dispute is open"),
        line(pick("Chưa được chọn cho tới khi có kết luận.", "It cannot be chosen until there is a ruling."))));
    }
    const states = [pick("đang chờ xét", "waits for the decision"), pick("dự bị, chờ chỗ trống", "in reserve, waits for a place"),
      pick("được chọn", "chosen"), pick("không được chọn", "not selected")];
    for (const [number, state] of proposed) {
      const name = pick(`Được đề nghị lên: ${level(number)}`, `Proposed to: ${level(number)}`);
      list.append(step(["waiting", "waiting", "done", "stopped"][state], name, line(states[state])));
    }
    for (const [number, award, decision, day] of honours) {
      const paper = decision ? pick(`Quyết định ${decision}, ngày ${dayOf(day)}`, `Decision ${decision}, ${dayOf(day)}`) : "";
      list.append(step("done", pick(`Được tôn vinh: ${level(number)}`, `Honoured by: ${level(number)}`),
        line([award, paper].filter(Boolean).join(" · "))));
    }
    if (standing === 0 && !proposed.length && !honours.length) {
      list.append(step("waiting", pick("Chưa được đề nghị", "Not proposed yet"),
        line(pick("Công đoàn cơ sở xét và đề nghị; hỏi công đoàn cơ sở của mình.", "The grassroots union considers and proposes; ask yours."))));
    }
    if (page) {
      const way = new URL(`${english ? "en/" : ""}${page}`, root).href;
      list.append(make("li", { className: "sk-done" }, make("a", { href: way }, pick("Trang của sáng kiến", "The innovation's page"))));
    }
    steps.replaceChildren(list);
    told.textContent = pick("Đã tìm thấy.", "Found.");
  };

  let turn = 0;
  const answer = async text => {
    const mine = ++turn;
    steps.replaceChildren();
    const wanted = asked(text);
    if (!wanted) {
      told.textContent = pick("Mời nhập mã biên nhận hoặc đường dẫn.", "Please enter a receipt code or a path.");
      return;
    }
    told.textContent = pick("Đang tìm…", "Looking…");
    try {
      const found = await find(wanted);
      if (mine !== turn) return;
      if (found) tell(found);
      else told.textContent = pick(
        "Không tìm thấy. Xem lại từng ký tự của mã; bài mới gửi có ở đây sau khi được nhận vào kho và trang được dựng lại. Vẫn không thấy thì hỏi công đoàn cơ sở.",
        "Nothing found. Check each character of the code; a new file is here once it was taken in and the site was rebuilt. Else ask your grassroots union.");
    } catch {
      if (mine === turn) told.textContent = globalThis.crypto?.subtle
        ? pick("Không tải được dữ liệu. Xem lại mạng rồi thử lần nữa.", "The data could not be loaded. Check the network and try again.")
        : pick("Trình duyệt cần mở trang bằng https để tra cứu.", "The browser needs this page over https to look anything up.");
    }
  };

  form.addEventListener("submit", event => {
    event.preventDefault();
    const code = asCode(field.value);
    history.replaceState(null, "", `#${encodeURIComponent(code ?? field.value.trim())}`);
    answer(field.value);
  });
  const unescaped = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // a link that was cut inside a letter: the answer says that there is no such code
    }
  };
  const linked = () => {
    field.value = unescaped(location.hash.slice(1));
    if (field.value) answer(field.value);
  };
  addEventListener("hashchange", linked);
  linked();
})();
