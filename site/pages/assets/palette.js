/* Lays the colours chosen on an earlier page before this one is painted. */
"use strict";

(() => {
  const chosen = window.__md_get("__palette");
  for (const name of ["media", "scheme", "primary", "accent"]) {
    const value = chosen?.color?.[name];
    if (typeof value === "string") document.body.setAttribute(`data-md-color-${name}`, value);
  }
})();
