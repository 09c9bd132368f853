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
