/* Asks the real search: an index's folder as argument, questions [text, language, typing] as JSON on standard input, answers as JSON. */
import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"
import { open } from "../../site/pages/assets/tim-chi-muc.js"
import { finder } from "../../site/pages/assets/tim-hoi.js"

let bytes = 0, files = 0
const read = async name => {
  const packed = readFileSync(`${process.argv[2]}/${name}.bin`)
  bytes += packed.length
  files += 1
  return new Uint8Array(gunzipSync(packed))
}
const answers = []
for (const [text, language, typing] of JSON.parse(readFileSync(0, "utf-8"))) {
  bytes = files = 0
  const index = await open(read), search = finder(index)
  const found = await search.find(text, { language, typing })
  const titles = hits => index.cards(hits.slice(0, 100).map(hit => hit.id)).then(cards => cards.map(card => card[1]))
  const asked = { bytes, files }
  answers.push({ ...found, ...asked, hits: await titles(found.hits), scattered: await titles(found.scattered), suggested: await search.suggest(text) })
}
console.log(JSON.stringify(answers))
