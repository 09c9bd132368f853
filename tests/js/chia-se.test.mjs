/* The links that copy a page's address and print it. */
import assert from "node:assert/strict"
import test from "node:test"
import { ROOT, browser, el, until } from "./page.mjs"

function page(clipboard) {
  const copy = el("a", { class: "sk-copy" }, "Chép địa chỉ"), print = el("a", { class: "sk-print" }, "In trang")
  copy.href = `${ROOT}sang-kien/gia-do/`
  copy.title = "Đã chép"
  const hidden = el("p", {}, print)
  hidden.hidden = true
  return { copy, print, hidden, shown: browser({ clipboard, body: [el("p", {}, copy), hidden] }).run("chia-se.js") }
}

test("copies the address, says so aloud, and after a while offers it again", async () => {
  const written = []
  const { copy, shown } = page({ writeText: async text => { written.push(text) } })
  assert.equal(copy.getAttribute("aria-live"), "polite")
  assert.equal(copy.fire("click"), true)
  await until(() => shown.timers.length)
  assert.deepEqual(written, [copy.href])
  assert.equal(copy.textContent, "Đã chép")
  assert.equal(shown.timers[0].after, 4000)
  shown.timers[0].run()
  assert.equal(copy.textContent, "Chép địa chỉ")
})

test("without a clipboard the link leads where it says", () => {
  const { copy } = page()
  assert.equal(copy.fire("click"), false)
  assert.equal(copy.textContent, "Chép địa chỉ")
})

test("where copying is refused the reader is led to the page", async () => {
  const { copy, shown } = page({ writeText: async () => { throw new Error("refused") } })
  copy.fire("click")
  await until(() => shown.location.href === copy.href)
  assert.equal(copy.textContent, "Chép địa chỉ")
})

test("printing is offered where scripts run, and prints", () => {
  const { print, hidden, shown } = page()
  assert.equal(hidden.hidden, false)
  assert.equal(print.fire("click"), true)
  assert.equal(shown.printed, 1)
})

test("the notice is the page without what is no part of it, until it is printed", () => {
  const notice = el("a", { class: "md-button sk-print sk-notice" }, "In để dán bảng tin"), whole = el("a", { class: "sk-print" }, "In trang")
  const shown = browser({ body: [el("p", {}, notice), el("p", {}, whole)] }).run("chia-se.js")
  const marked = () => shown.root.classList.contains("sk-as-notice")
  assert.equal(notice.fire("click"), true)
  assert.deepEqual([shown.printed, marked()], [1, true])
  shown.window.fire("afterprint")
  assert.equal(marked(), false)
  notice.fire("click")
  whole.fire("click")
  assert.equal(marked(), false)
})

test("what is folded opens for paper and folds again, what was open stays open", () => {
  const [folded, open] = [el("details"), el("details")]
  open.open = true
  const shown = browser({ body: [folded, open] }).run("chia-se.js")
  shown.window.fire("beforeprint")
  assert.deepEqual([folded.open, open.open], [true, true])
  shown.window.fire("afterprint")
  assert.deepEqual([folded.open, open.open], [false, true])
})
