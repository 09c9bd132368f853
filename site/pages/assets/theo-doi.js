/* Looks a submission up by its receipt code, path or page in one small file, and shows what `sangkien status` says of it, word for
   word. What was asked stays in this browser. */
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
    make("label", { htmlFor: field.id }, pick("Mã biên nhận, đường dẫn hoặc địa chỉ trang", "Receipt code, path or address of a page")), field, button);
  const told = make("p", { className: "sk-told" });
  told.setAttribute("role", "status");
  place.append(form, told);

  const unescaped = text => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // a link that was cut inside a letter: the answer says that there is no such code
    }
  };
  // As receipt_code.py: case, spaces and hyphens do not matter, nor O for 0, I or L for 1.
  const asCode = text => {
    const plain = text.replace(/[\s\-–]/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
    return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(plain) ? plain.match(/.{4}/g).join("-") : null;
  };
  // What people paste: a code alone or in a sentence, a path, the address of a file on a forge or of a page here, quotes around it.
  const asked = pasted => {
    const text = unescaped(pasted).normalize("NFC").replace(/\\/g, "/").replace(/^[\s"'“”‘’«»<(]+|[\s"'“”‘’«»>),.;]+$/g, "");
    const whole = asCode(text);
    if (whole) return whole;
    const path = text.match(/submissions\/[^\s"'“”<>?#]+?\.md\b/) ?? text.match(/submissions\/[^\s"'“”<>?#]+/);
    if (path) return path[0].replace(/\/+$/, "").replace(/(\.md)?$/, ".md");
    const page = text.match(/sang-kien\/[^\s"'“”<>?#/]+\/[^\s"'“”<>?#/]+/);
    if (page) return `${page[0]}/`;
    const inside = [...text.matchAll(/(?<![\w-])[\dA-Za-z]{4}[\s\-–]?[\dA-Za-z]{4}[\s\-–]?[\dA-Za-z]{4}(?![\w-])/g)].map(found => found[0]);
    return inside.filter(each => /\d/.test(each)).map(asCode).find(Boolean) ?? text;
  };

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
    const { texts, cases } = await load(`${number.toString(16)}.json`);
    return Object.hasOwn(cases, key) ? { texts, found: cases[key] } : null;
  };

  // A sentence, its rule's code a link to what that code means.
  const sentence = text => {
    const parts = text.split(/(SK\d{3})/);
    return make("p", {}, ...parts.map((part, number) => number % 2 === 0 ? part
      : make("a", { href: new URL(`${english ? "en/" : ""}vi-sao/#${part.toLowerCase()}`, root).href }, part)));
  };
  const WORST = ["stopped", "waiting", "done", "none"];

  const tell = ({ texts, found: [edition, page, ...flat] }, wanted) => {
    const said = new Map();
    for (let at = 0; at < flat.length; at += 2) {
      const label = Math.floor(flat[at] / words.marks.length), mark = words.marks[flat[at] % words.marks.length];
      said.set(label, [...said.get(label) ?? [], [mark, texts[flat[at + 1]][english ? 1 : 0]]]);
    }
    const last = words.labels.length - 1;
    const name = label => words.labels[label][english ? 1 : 0];
    const list = make("ol", { className: "sk-steps" });
    for (const [label, answers] of said) {
      if (label === last) continue;
      const worst = WORST.find(mark => answers.some(([each]) => each === mark));
      list.append(make("li", { className: `sk-${worst}` }, make("strong", {}, name(label)), ...answers.map(([, text]) => sentence(text))));
    }
    const shown = [make("p", { className: "sk-whose" }, make("code", {}, wanted), ` · ${pick("kỳ", "edition")} ${words.editions[edition]}`), list];
    if (said.has(last)) {
      shown.push(make("div", { className: "sk-next" }, make("strong", {}, name(last)), ...said.get(last).map(([, text]) => sentence(text))));
    }
    if (page) {
      const way = new URL(`${english ? "en/" : ""}${page}`, root).href;
      shown.push(make("p", {}, make("a", { href: way }, pick("Trang của sáng kiến", "The innovation's page"))));
    }
    steps.replaceChildren(...shown);
    told.textContent = pick("Đã tìm thấy.", "Found.");
  };

  let turn = 0;
  const answer = async wanted => {
    const mine = ++turn;
    steps.replaceChildren();
    if (!wanted) {
      told.textContent = pick("Mời nhập mã biên nhận, đường dẫn hoặc địa chỉ trang.", "Please enter a receipt code, a path or an address.");
      return;
    }
    if (/^SK\s?\d{3}$/i.test(wanted)) { // the code of a rule, which comes in the same message as the receipt
      told.textContent = pick("Đây là mã của một quy tắc, không phải mã biên nhận.", "This is the code of a rule, not of a receipt.");
      steps.replaceChildren(sentence(`${pick("Xem vì sao bài bị trả lại, theo mã", "Why an entry is refused, by the code")} ${wanted.toUpperCase().replace(/\s/, "")}.`));
      return;
    }
    told.textContent = pick("Đang tìm…", "Looking…");
    try {
      const found = await find(wanted);
      if (mine !== turn) return;
      if (found) tell(found, wanted);
      else told.textContent = pick(
        "Không tìm thấy. Xem lại từng ký tự của mã; bài mới gửi có ở đây sau khi được nhận vào kho và trang được dựng lại. Bài bí mật công nghệ không tra được ở đây. Vẫn không thấy thì hỏi công đoàn cơ sở: nơi ấy giữ biên nhận của bạn.",
        "Nothing found. Check each character of the code; a new file is here once it was taken in and the site was rebuilt. Confidential innovations cannot be looked up here. Else ask your grassroots union, which keeps your receipt.");
    } catch {
      if (mine === turn) told.textContent = globalThis.crypto?.subtle
        ? pick("Không tải được dữ liệu. Xem lại mạng rồi thử lần nữa.", "The data could not be loaded. Check the network and try again.")
        : pick("Trình duyệt cần mở trang bằng https để tra cứu.", "The browser needs this page over https to look anything up.");
    }
  };

  form.addEventListener("submit", event => {
    event.preventDefault();
    const wanted = asked(field.value);
    history.replaceState(null, "", `#${encodeURIComponent(wanted)}`);
    answer(wanted);
  });
  const linked = () => {
    const wanted = asked(location.hash.slice(1));
    field.value = wanted;
    if (wanted) answer(wanted);
  };
  addEventListener("hashchange", linked);
  linked();
})();
