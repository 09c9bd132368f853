/* Reading the index file by file. */
import assert from "node:assert/strict"
import test from "node:test"
import { open } from "../../site/pages/assets/tim-chi-muc.js"

const bytes = (...parts) => Uint8Array.from(Buffer.concat(parts.map(part => Buffer.from(part))))
const HEAD = JSON.stringify([["xe", "xé"], [[0, "đẩy", 3, 1]]])
const FILES = {
  muc: bytes(JSON.stringify({ count: 3, dated: 2, keys: ["a", "xe"], shard: [0, 1], start: [0, 2], found: [1, 2] })),
  // the list of `xe` begins at 2: its head, two documents; document 0 with places 4 and 200, document 2 with place 1024
  1: bytes([9, 9, Buffer.byteLength(HEAD)], HEAD, [2, 0, 2, 8, 137, 3, 1, 1, 128, 16]),
  loi: bytes("[1,0]"), "bai/2": bytes('["2021/x","Xe"]'),
}

test("a list is read from its own place in its own file, and each file once", async () => {
  const asked = []
  const index = await open(async name => { asked.push(name); return FILES[name] })
  assert.deepEqual([index.count, index.dated, index.has("xe"), index.has("x"), index.found("xe"), index.found("x")], [3, 2, true, false, 2, 0])
  const list = await index.list("xe")
  assert.deepEqual([list.spellings, list.follow], [["xe", "xé"], [[0, "đẩy", 3, 1]]])
  assert.deepEqual([[...list.documents], [...list.first], [...list.places], [...list.which]], [[0, 2], [0, 2, 3], [4, 200, 1024], [0, 1, 0]])
  assert.equal(await index.list("xe"), list)
  assert.equal(await index.list("không"), null)
  assert.deepEqual([await index.cards([2]), await index.byBenefit()], [[["2021/x", "Xe"]], [1, 0]])
  assert.deepEqual(asked, ["muc", "1", "bai/2", "loi"])
})

test("what could not be read is asked for again", async () => {
  let works = false
  const index = await open(async name => { if (name !== "muc" && !works) throw new Error("no network"); return FILES[name] })
  await assert.rejects(index.list("xe"))
  works = true
  assert.equal((await index.list("xe")).spellings[0], "xe")
})
