/* What is forgiven, and what is asked back; the same with the real index: tests/test_search.py. */
import assert from "node:assert/strict"
import test from "node:test"
import { finder } from "../../site/pages/assets/tim-hoi.js"
import { indexed } from "./texts.mjs"

const TITLES = ["xe đẩy hàng", "bình oxy có khóa", "bệnh viện huyện", "bệnh viện tỉnh", "nước máy sạch", "vắc xin cúm"]
const meant = async (text, how, more) => {
  const { hits, instead, offers } = await finder(indexed(TITLES, more)).find(text, how)
  return [hits.length > 0, instead, offers]
}

test("an unknown word or another mark is mended, and it is said", async () => {
  const cases = { "xe dẩy": "xe đẩy", "xe đấy hàng": "xe đẩy hàng", "bình oxi": "bình oxy", "bệnhh viện": "bệnh viện", "bệnh việm": "bệnh viện", "benh vine": "benh viện",
    vacxin: "vắc xin", "bình ô xy": "bình oxy" }
  for (const [text, instead] of Object.entries(cases)) assert.deepEqual(await meant(text), [true, [instead], []], text)
})

test("what is a word by itself is not mended into another, and one all alone is asked back", async () => {
  for (const text of ["xe đạp", "máy bay", "nước mắm", "Đà Nẵng", "sóng gió"]) assert.deepEqual(await meant(text), [false, [], []], text)
  assert.deepEqual(await meant("hảng"), [false, [], ["hàng"]])
  assert.deepEqual(await meant("máy sạch sẽ"), [false, [], ["máy sạch"]]) // what of it is found
})

test("what is begun is completed: while typing at once, else where nothing else helps", async () => {
  assert.deepEqual(await meant("bệnh v", { typing: true }), [true, ["bệnh viện"], []])
  assert.deepEqual(await meant("bệnh vi"), [true, ["bệnh viện"], []])
  assert.deepEqual(await meant("bìn", { typing: true }), [true, ["bình"], []])
})

test("an English slip is mended on an English page", async () => {
  const english = ["hand cart", "oxygen bottle"]
  assert.deepEqual(await meant("oxigen", { language: "en" }, { english }), [true, ["oxygen"], []])
})

test("suggestions end the last word or add the next", async () => {
  const search = finder(indexed(TITLES))
  assert.deepEqual(await search.suggest("bệnh"), ["bệnh viện"])
  assert.deepEqual(await search.suggest("benh v"), ["benh viện"])
  assert.deepEqual(await search.suggest("xe đẩy h"), ["xe đẩy hàng"])
  assert.deepEqual(await search.suggest("nước máy x"), [])
  assert.deepEqual(await search.suggest(""), [])
})
