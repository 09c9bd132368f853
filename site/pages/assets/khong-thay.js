/* On the page of an unknown address: a field to search in, with the words of the address that led here. Without it there is the way
   to the search. */
"use strict";

(() => {
  const place = document.getElementById("khong-thay");
  if (!place) return;
  const root = new URL("..", document.currentScript.src);
  const english = location.pathname.startsWith(`${root.pathname}en/`);
  const pick = (vi, en) => (english ? en : vi);

  // `/sang-kien/2021/xe-day-oxy/` asks for “xe day oxy”: the last part that holds words.
  const words = path => {
    let asked = path;
    try {
      asked = decodeURIComponent(path);
    } catch {
      // cut inside a letter: as it stands
    }
    const parts = asked.split("/").map(part => part.replace(/\.\w+$/, "").replace(/[-_+]+/g, " ").trim());
    return parts.findLast(part => /\p{L}{2}/u.test(part) && part !== "en") ?? "";
  };

  const make = (tag, given) => Object.assign(document.createElement(tag), given);
  const form = make("form", { className: "sk-again", lang: pick("vi", "en") });
  form.setAttribute("role", "search");
  const field = make("input", { type: "search", id: "tim-lai", autocomplete: "off", value: words(location.pathname.slice(root.pathname.length)) });
  const label = make("label", { htmlFor: field.id, textContent: pick("Tìm sáng kiến", "Search innovations") });
  const button = make("button", { type: "submit", className: "md-button md-button--primary", textContent: pick("Tìm", "Search") });
  form.append(label, field, button);
  form.addEventListener("submit", event => {
    event.preventDefault();
    const to = new URL(`${english ? "en/" : ""}sang-kien/`, root);
    if (field.value.trim()) to.searchParams.set("q", field.value.trim());
    location.href = to.href;
  });
  place.replaceChildren(form);
})();
