/* Opening the case of a code. */
import assert from "node:assert/strict"
import test from "node:test"
import { browser, el } from "./page.mjs"

function page(given = {}) {
  const cases = ["sk203", "sk901"].map(id => el("details", {}, el("summary"), el("div", { id })))
  const place = el("div", { id: "tra" })
  const shown = browser({ ...given, body: [place, ...cases] }).run("vi-sao.js")
  const ask = text => {
    place.querySelector("input").value = text
    return place.querySelector("form").fire("submit")
  }
  return { ...shown, ask, told: place.querySelector(".sk-told"), opened: () => cases.map(each => each.open) }
}

test("a link to a code opens its case, and another one when the address changes", () => {
  const shown = page({ at: "#SK203" })
  assert.deepEqual(shown.opened(), [true, false])
  shown.location.hash = "#sk901"
  shown.window.fire("hashchange")
  assert.deepEqual(shown.opened(), [true, true])
})

test("a code is found however it is typed, and the address then leads to it", () => {
  for (const typed of ["SK203", "sk 203", "203", "lỗi[SK203]: …", " Sk203. "]) {
    const shown = page()
    assert.equal(shown.ask(typed), true)
    assert.deepEqual(shown.opened(), [true, false], typed)
    assert.equal(shown.location.hash, "#sk203")
    assert.equal(shown.told.textContent, "")
  }
})

test("what is no code is told so, in the page's language", () => {
  for (const typed of ["", "SK999", "12345", "tra"]) {
    const shown = page()
    shown.ask(typed)
    assert.match(shown.told.textContent, /^Không có mã ấy/)
    assert.deepEqual(shown.opened(), [false, false])
  }
  const english = page({ lang: "en" })
  english.ask("SK999")
  assert.match(english.told.textContent, /^There is no such code/)
})

test("a page without the place for it is left alone", () => {
  assert.equal(browser({ body: [] }).run("vi-sao.js").page.childNodes.length, 0)
})
