/* Light or dark. */
import assert from "node:assert/strict"
import test from "node:test"
import { browser, el } from "./page.mjs"

const KEY = "/kho/.scheme"

function page(given = {}) {
  const header = el("div", { class: "sk-tools" })
  const shown = browser({ ...given, body: [header] }).run("theme.js")
  shown.scheme = () => shown.page.getAttribute("data-md-color-scheme")
  shown.loaded = () => {
    shown.window.fire("DOMContentLoaded")
    return header.querySelector(".sk-scheme")
  }
  return shown
}

test("the system decides until the reader does", () => {
  assert.equal(page().scheme(), "default")
  assert.equal(page({ dark: true }).scheme(), "slate")
  assert.equal(page({ dark: true, stored: new Map([[KEY, "default"]]) }).scheme(), "default")
  assert.equal(page({ stored: new Map([[KEY, "slate"]]) }).scheme(), "slate")
})

test("what anybody else may have kept there is no choice", () => {
  assert.equal(page({ stored: new Map([[KEY, "x onload=alert(1)"]]) }).scheme(), "default")
  assert.equal(page({ stored: new Map([["/khac/.scheme", "slate"]]) }).scheme(), "default", "another site's on this host")
})

test("who changes the system changes the page, unless the reader has chosen here", () => {
  for (const [stored, after] of [[new Map(), "slate"], [new Map([[KEY, "default"]]), "default"]]) {
    const shown = page({ stored }), button = shown.loaded()
    shown.system.matches = true
    shown.system.fire("change")
    assert.deepEqual([shown.scheme(), button.title], [after, after === "slate" ? "Nền sáng" : "Nền tối"])
  }
})

test("the button says what it would do, does it and keeps it", () => {
  for (const [lang, dark, light] of [["vi", "Nền tối", "Nền sáng"], ["en", "Dark mode", "Light mode"]]) {
    const shown = page({ lang, stored: new Map() }), button = shown.loaded()
    assert.deepEqual([button.getAttribute("aria-label"), button.title], [dark, dark])
    button.fire("click")
    assert.deepEqual([shown.scheme(), button.title, shown.stored.get(KEY)], ["slate", light, "slate"])
    button.fire("click")
    assert.deepEqual([shown.scheme(), button.title, shown.stored.get(KEY)], ["default", dark, "default"])
  }
})

test("without storage the choice lasts as long as the page", () => {
  const shown = page({ stored: null }), button = shown.loaded()
  button.fire("click")
  assert.equal(shown.scheme(), "slate")
})

test("style sheets are told that scripts run", () => {
  assert.equal(page().root.className, "js")
})
