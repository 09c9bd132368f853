/* Copies the quotation of an innovation for another site; without it, or where the browser does not let it, it is marked by hand. */
"use strict";

for (const link of document.querySelectorAll(".sk-copy-code")) {
  if (!navigator.clipboard) break; // an old browser, or a page from the disk
  const said = link.textContent;
  link.parentElement.hidden = false;
  link.setAttribute("aria-live", "polite");
  link.addEventListener("click", async event => {
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.closest("details").querySelector("code").textContent);
      link.textContent = link.title;
      setTimeout(() => { link.textContent = said; }, 4000);
    } catch {
      link.parentElement.hidden = true;
    }
  });
}
