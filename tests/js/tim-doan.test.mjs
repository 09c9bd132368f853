/* The passage that shows a hit. */
import assert from "node:assert/strict"
import test from "node:test"
import { excerpt } from "../../site/pages/assets/tim-doan.js"

const many = Array.from({ length: 60 }, (_, number) => `w${number}`)
const card = (answers, more = {}) => ["", more.title ?? "Xe đẩy hàng", more.place ?? "Sở Y tế", more.names ?? ["Lê A Thợ hàn", "Bùi B"], [], "", "", "", null, answers, more.english ?? []]
const text = cut => cut.map(([piece, marked]) => (marked ? `[${piece}]` : piece)).join("")

test("words are marked in title and place as they are written", () => {
  const shown = excerpt(card(["x"]), { spans: [[0, 2], [129, 1]] })
  assert.deepEqual([text(shown.title), text(shown.place)], ["[Xe đẩy] hàng", "Sở [Y] tế"])
})

test("the passage stands around the hit, cut at words, whatever answer it is in", () => {
  const shown = excerpt(card(["Một. Hai", many.join(" ")]), { spans: [[1024 + 3 + 16 + 30, 2]] })
  assert.equal(text(shown.passage), `… ${many.slice(23, 30).join(" ")} [w30 w31] ${many.slice(32, 53).join(" ")} …`)
})

test("a short text is shown whole, without dots, its lines as one", () => {
  assert.equal(text(excerpt(card(["Dùng\nxe đẩy."]), { spans: [[1026, 2]] }).passage), "Dùng [xe đẩy].")
})

test("a hit in a name shows the name; one in the title alone shows how the text begins that says what was done", () => {
  assert.equal(text(excerpt(card(["x", "y"]), { spans: [[258, 2]] }).passage), "Lê A [Thợ hàn]")
  assert.equal(text(excerpt(card(["x", "y"]), { spans: [[256 + 4 + 16, 1]] }).passage), "[Bùi] B")
  assert.equal(text(excerpt(card(["vấn đề", "cách làm", "hiệu quả"]), { spans: [[0, 1]] }).passage), "cách làm")
})

test("an English hit shows the English text", () => {
  const shown = excerpt(card(["x"], { english: ["A hand cart", "It has wheels."] }), { english: true, spans: [[2, 1], [1026, 1]] })
  assert.deepEqual([text(shown.english), text(shown.title), text(shown.passage)], ["A hand [cart]", "Xe đẩy hàng", "It has [wheels]."])
})
