/* What the theme's scripts call: a memory in the browser, kept apart for every site on one host. */
"use strict";

// The site's root is the folder above this file's, however deep the page lies and under whatever path the site stands.
window.__md_scope = new URL("..", document.currentScript.src);

window.__md_hash = text => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0);

window.__md_get = (name, storage = localStorage, scope = window.__md_scope) => {
  try {
    return JSON.parse(storage.getItem(scope.pathname + "." + name));
  } catch {
    return null; // no storage here, or somebody else wrote in it
  }
};

window.__md_set = (name, value, storage = localStorage, scope = window.__md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + name, JSON.stringify(value));
  } catch {
    // no storage here: the choice lasts as long as the page
  }
};
