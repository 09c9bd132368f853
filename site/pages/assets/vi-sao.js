/* Opens the case of a code: the one in the page's address, or the one that is typed. */
"use strict";

(() => {
  const place = document.getElementById("tra");
  if (!place) return;
  const pick = (vi, en) => (document.documentElement.lang === "en" ? en : vi);
  const make = (tag, given = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), given);
    made.append(...inside);
    return made;
  };

  const field = make("input", { type: "text", id: "ma", autocomplete: "off", spellcheck: false, placeholder: pick("ví dụ SK203", "such as SK203") });
  const button = make("button", { type: "submit", className: "md-button md-button--primary" }, pick("Tìm", "Find"));
  const form = make("form", { className: "sk-ask" }, make("label", { htmlFor: field.id }, pick("Mã trong thông báo", "Code in the message")), field, button);
  const told = make("p", { className: "sk-told" });
  told.setAttribute("role", "status");
  place.append(form, told);

  const open = id => {
    const found = id && document.getElementById(id);
    const folded = found && found.closest("details");
    if (folded) {
      folded.open = true;
      found.scrollIntoView?.();
    }
    return Boolean(folded);
  };
  form.addEventListener("submit", event => {
    event.preventDefault();
    const number = field.value.match(/(?<!\d)\d{3}(?!\d)/)?.[0];
    told.textContent = "";
    if (number && open(`sk${number}`)) location.hash = `#sk${number}`;
    else told.textContent = pick("Không có mã ấy. Mã gồm chữ SK và ba chữ số, ví dụ SK203.", "There is no such code. A code is SK and three digits, such as SK203.");
  });
  const linked = () => open(location.hash.slice(1).toLowerCase());
  addEventListener("hashchange", linked);
  linked();
})();
