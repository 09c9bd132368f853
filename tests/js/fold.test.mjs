/* Folded sections: opened by an address, and for print. */
import assert from "node:assert/strict"
import test from "node:test"
import { browser, el } from "./page.mjs"

function page(at) {
  const heading = el("h2", { id: "theo-khối" }, "Theo khối"), fold = el("details", { class: "sk-section" }, el("summary", {}, heading))
  const other = el("details", { class: "sk-section" }), guide = el("details", {})
  other.open = true
  heading.scrollIntoView = () => { heading.seen = true }
  return { heading, fold, other, guide, shown: browser({ at, body: [fold, other, guide] }).run("fold.js") }
}

test("an address leads into what is folded", () => {
  const { heading, fold } = page("bao-cao/2021/#theo-kh%E1%BB%91i")
  assert.deepEqual([fold.open, heading.seen], [true, true])
})

test("so does a link on the page; an address of nothing opens nothing", () => {
  const { fold, shown } = page("bao-cao/2021/#khong-co")
  assert.equal(fold.open, false)
  shown.location.hash = "#theo-khối"
  shown.window.fire("hashchange")
  assert.equal(fold.open, true)
})

test("print shows every section of a report, and afterwards they are as they were", () => {
  const { fold, other, guide, shown } = page("bao-cao/2021/")
  shown.window.fire("beforeprint")
  assert.deepEqual([fold.open, other.open, guide.open], [true, true, false])
  shown.window.fire("afterprint")
  assert.deepEqual([fold.open, other.open], [false, true])
})
