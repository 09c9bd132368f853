/* Opens the folded section that an address leads to, where a browser does not by itself, and what is folded when the page is printed. */
"use strict";

(() => {
  const led = () => {
    const there = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = there && there.closest("details");
    if (!fold || fold.open) return;
    fold.open = true;
    there.scrollIntoView();
  };
  addEventListener("hashchange", led);
  led();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.sk-section")].filter(fold => !fold.open);
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
})();
