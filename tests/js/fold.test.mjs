/* Sections that fold, opened by an address and for paper. */
import assert from "node:assert/strict"
import test from "node:test"
import { browser, el } from "./page.mjs"

function page(at = "") {
  const folds = ["don-vi", "tuan"].map(id => el("details", { class: "sk-section" }, el("summary"), el("div", { id })))
  const other = el("details", {}, el("summary"))
  const shown = browser({ at, body: [...folds, other] }).run("fold.js")
  return { ...shown, folds, other, opened: () => [...folds, other].map(each => each.open) }
}

test("an address that leads into a section opens it, and shows the place", () => {
  const shown = page("#tuan")
  assert.deepEqual(shown.opened(), [false, true, false])
  assert.equal(shown.folds[1].querySelector("div").scrolled, true)
  shown.location.hash = "#don-vi"
  shown.window.fire("hashchange")
  assert.deepEqual(shown.opened(), [true, true, false])
})

test("an address that leads nowhere, or is cut inside a letter, opens nothing", () => {
  for (const at of ["", "#", "#khong-co", "#%E1%"]) assert.deepEqual(page(at).opened(), [false, false, false], at)
})

test("for paper every section is opened, and only those are folded again", () => {
  const shown = page("#tuan")
  shown.window.fire("beforeprint")
  assert.deepEqual(shown.opened(), [true, true, false])
  shown.window.fire("afterprint")
  assert.deepEqual(shown.opened(), [false, true, false])
})
