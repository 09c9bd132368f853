/* Copies a page's address and prints the page, whole or as a notice; without it the links still lead where they say. */
"use strict";

for (const link of document.querySelectorAll(".sk-copy")) {
  const said = link.textContent;
  link.setAttribute("aria-live", "polite");
  link.addEventListener("click", async event => {
    if (!navigator.clipboard) return; // an old browser, or a page from the disk: the link leads to the page itself
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      link.textContent = link.title;
      setTimeout(() => { link.textContent = said; }, 4000);
    } catch {
      location.href = link.href;
    }
  });
}

for (const link of document.querySelectorAll(".sk-print")) {
  link.parentElement.hidden = false;
  link.addEventListener("click", event => {
    event.preventDefault();
    document.documentElement.classList.toggle("sk-as-notice", link.classList.contains("sk-notice"));
    print();
  });
}

// On paper nothing can be unfolded: what was folded opens for it, and folds again.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details")].filter(part => !part.open);
  for (const part of unfolded) part.open = true;
});
addEventListener("afterprint", () => {
  document.documentElement.classList.toggle("sk-as-notice", false);
  for (const part of unfolded) part.open = false;
});
