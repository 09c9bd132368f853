/* Facets: what has the chosen values, how many each would leave, and order. */
import assert from "node:assert/strict"
import test from "node:test"
import { narrowing } from "../../site/pages/assets/tim-loc.js"

const FACETS = [
  { id: "cap", several: true, values: [["nuoc"], ["tinh"], ["co-so"]] },
  { id: "linh-vuc", several: false, values: [["y-te"], ["che"]] },
  { id: "don-vi", several: false, values: Array.from({ length: 300 }, (_, number) => [`d${number}`]) },
]
// document: levels, field, unit
const COLUMNS = [[0b011, 0b010, 0b100, 0b110], [1, 2, 0, 1], [1, 0, 44, 1, 0, 0, 0, 0]].flat()
const index = { count: 4, dated: 3, facets: async () => Uint8Array.from(COLUMNS), byBenefit: async () => [2, 0] }
const { narrow, counts, sorted } = narrowing(index, FACETS)
const state = (chosen, more = {}) => ({ chosen: new Map(Object.entries(chosen)), ...more })
const hits = (...ids) => ids.map(id => ({ id, score: 1 }))
const ids = found => found.map(hit => hit.id)

test("any of a facet, or all; every facet, or one", async () => {
  const left = async (chosen, more) => ids(await narrow(null, state(chosen, more)))
  assert.deepEqual(await left({}), [0, 1, 2, 3])
  assert.deepEqual(await left({ cap: ["nuoc", "co-so"] }), [0, 2, 3])
  assert.deepEqual(await left({ cap: ["tinh", "co-so"] }, { all: true }), [3])
  assert.deepEqual(await left({ cap: ["tinh"], "linh-vuc": ["y-te"] }), [0, 3])
  assert.deepEqual(await left({ cap: ["nuoc"], "linh-vuc": ["che"] }, { either: true }), [0, 1])
  assert.deepEqual(await left({ "don-vi": ["d299"] }), [1])
  assert.deepEqual(ids(await narrow(hits(3, 1), state({ cap: ["tinh"] }))), [3, 1])
})

test("each value tells how many it would leave", async () => {
  const told = async (chosen, more) => Object.fromEntries([...await counts(null, state(chosen, more))].slice(0, 2).map(([facet, found]) => [facet, [...found.values()]]))
  assert.deepEqual(await told({}), { cap: [1, 3, 2], "linh-vuc": [2, 1] })
  assert.deepEqual(await told({ cap: ["co-so"] }), { cap: [1, 3, 2], "linh-vuc": [1, 0] })
  assert.deepEqual(await told({ cap: ["co-so"] }, { all: true }), { cap: [0, 1, 2], "linh-vuc": [1, 0] })
  assert.deepEqual(await told({ cap: ["co-so"] }, { either: true }), { cap: [1, 3, 2], "linh-vuc": [2, 1] })
})

test("newest and oldest are each other's reverse, what has no day is last in both", async () => {
  assert.deepEqual(ids(await sorted(hits(0, 3, 2, 1), "moi")), [2, 1, 0, 3])
  assert.deepEqual(ids(await sorted(hits(3, 0, 2, 1), "cu")), [0, 1, 2, 3])
})

test("the largest benefit first, what has none last; else what fits best, then the higher level", async () => {
  assert.deepEqual(ids(await sorted(hits(0, 1, 2, 3), "loi")), [2, 0, 1, 3])
  assert.deepEqual(ids(await sorted(hits(1, 0, 2, 3), "")), [0, 1, 3, 2])
  assert.deepEqual(ids(await sorted([{ id: 0, score: 1 }, { id: 2, score: 5 }], "")), [2, 0])
})
