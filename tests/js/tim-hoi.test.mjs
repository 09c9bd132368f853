/* What a question means; the same with the real index: tests/test_search.py. */
import assert from "node:assert/strict"
import test from "node:test"
import { finder } from "../../site/pages/assets/tim-hoi.js"
import { indexed } from "./texts.mjs"

const found = async (titles, text, how, more) => {
  const answer = await finder(indexed(titles, more)).find(text, how)
  return { ...answer, hits: answer.hits.map(hit => hit.id), scattered: answer.scattered.map(hit => hit.id), all: answer.hits }
}

test("a phrase stands side by side, in this order", async () => {
  assert.deepEqual((await found(["xe đẩy", "đẩy xe", "xe nhỏ"], "xe đẩy")).hits, [0])
})

test("words that follow each other in a title belong together; what is turned does not", async () => {
  const titles = ["chè ướt mưa", "mưa ướt chè", "chè một hai ba bốn năm sáu bảy mưa"]
  const { hits, scattered } = await found(titles, "chè mưa")
  assert.deepEqual([hits, scattered.sort()], [[0], [1, 2]])
})

test("three and more may be words near each other, of which one may be a single syllable", async () => {
  const far = "một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn"
  const title = `${"a ".repeat(130)}. ` // past the title's own places
  const titles = [`${title}bình oxy cho xe đẩy`, `${title}bình oxy ${far} xe đẩy`, `${title}bình và oxy cho xe mới đẩy`]
  const { hits, scattered, strong } = await found(titles, "bình oxy xe đẩy")
  assert.deepEqual([hits, scattered, strong], [[0], [1, 2], true])
})

test("what is spelled as typed comes first, title before text, the newest of equals first", async () => {
  assert.deepEqual((await found(["đóng gói", "dong goi", "dòng gỏi"], "dong goi")).hits, [1, 2, 0])
  const text = `${"a ".repeat(1100)}oxy`
  assert.deepEqual((await found([text, "oxy", "bình oxy", "oxy"], "oxy")).hits, [3, 1, 2, 0])
})

test("where it stands is told", async () => {
  assert.deepEqual((await found(["một xe đẩy"], "xe đẩy")).all[0].spans, [[1, 2]])
  assert.deepEqual((await found(["xe một đẩy"], "xe đẩy")).all[0].spans, [[0, 1], [2, 1]])
})

test("English is looked for in English; on a Vietnamese page only where no Vietnamese text answers", async () => {
  const more = { english: ["do tea", "", "tea cart"] }
  const titles = ["chè", "đồ", "xe"]
  assert.deepEqual((await found(titles, "tea", { language: "en" }, more)).hits, [2, 0])
  assert.deepEqual((await found(titles, "tea carts", { language: "en" }, more)).hits, [2])
  assert.deepEqual((await found(titles, "do", { language: "en" }, more)).hits, [0])
  assert.deepEqual((await found(titles, "do", {}, more)).hits, [1])
  assert.deepEqual((await found(titles, "tea", {}, more)).hits, [2, 0])
  assert.deepEqual((await found(titles, "đồ", { language: "en" }, more)).hits, [1])
  assert.deepEqual((await found(titles, "car", { language: "en", typing: true }, more)).hits, [2])
})

test("nothing asked, nothing found", async () => {
  assert.deepEqual((await found(["xe"], " ?! ")).hits, [])
})
