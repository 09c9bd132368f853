/* Light or dark: what the reader chose here, else what the system says. Runs before anything is drawn, so that nothing flashes. */
"use strict";

(() => {
  // The site's root is the folder above this file's, under whatever path the site stands: each site on a host has its own memory.
  const memory = new URL("..", document.currentScript.src).pathname + ".scheme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;

  const chosen = () => {
    try {
      const kept = localStorage.getItem(memory);
      return ["default", "slate"].includes(kept) ? kept : null; // anybody may have written there
    } catch {
      return null; // no storage here: the choice lasts as long as the page
    }
  };
  const paint = scheme => document.body.setAttribute("data-md-color-scheme", scheme);
  const now = () => document.body.getAttribute("data-md-color-scheme");
  const wanted = () => chosen() || (system.matches ? "slate" : "default");

  root.classList.replace("no-js", "js");
  paint(wanted());
  system.addEventListener("change", () => paint(wanted()));

  addEventListener("DOMContentLoaded", () => {
    const words = root.lang === "en" ? ["Dark mode", "Light mode"] : ["Nền tối", "Nền sáng"];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sk-scheme";
    const tell = () => {
      const dark = now() === "slate";
      button.setAttribute("aria-label", words[dark ? 1 : 0]);
      button.title = words[dark ? 1 : 0];
    };
    button.addEventListener("click", () => {
      paint(now() === "slate" ? "default" : "slate");
      try {
        localStorage.setItem(memory, now());
      } catch {
        // no storage here
      }
      tell();
    });
    system.addEventListener("change", tell);
    tell();
    document.querySelector(".sk-tools")?.append(button);
  });
})();
