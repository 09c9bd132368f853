/* The quotation of an innovation that another site may copy. */
import assert from "node:assert/strict"
import test from "node:test"
import { browser, el, until } from "./page.mjs"

function page(clipboard) {
  const link = el("a", { class: "sk-copy-code" }, "Chép đoạn này")
  link.title = "Đã chép"
  const hidden = el("p", {}, link)
  hidden.hidden = true
  const body = [el("details", {}, el("pre", {}, el("code", {}, "<blockquote>…</blockquote>")), hidden)]
  return { link, hidden, shown: browser({ clipboard, body }).run("nhung.js") }
}

test("copies the quotation as it stands, says so, and after a while offers it again", async () => {
  const written = []
  const { link, hidden, shown } = page({ writeText: async text => { written.push(text) } })
  assert.equal(hidden.hidden, false)
  assert.equal(link.fire("click"), true)
  await until(() => shown.timers.length)
  assert.deepEqual(written, ["<blockquote>…</blockquote>"])
  assert.equal(link.textContent, "Đã chép")
  shown.timers[0].run()
  assert.equal(link.textContent, "Chép đoạn này")
})

test("without a clipboard nothing is offered that would not work", () => {
  assert.equal(page().hidden.hidden, true)
})

test("where copying is refused the offer goes", async () => {
  const { link, hidden } = page({ writeText: async () => { throw new Error("refused") } })
  link.fire("click")
  await until(() => hidden.hidden)
})
