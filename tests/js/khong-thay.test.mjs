/* The page of an unknown address: it offers to search for what the address said. */
import assert from "node:assert/strict"
import test from "node:test"
import { ROOT, browser, el } from "./page.mjs"

function lost(at) {
  const place = el("div", { id: "khong-thay" }, el("p", {}, "Tìm sáng kiến"))
  const shown = browser({ at: `${ROOT}${at}`, body: [place] }).run("khong-thay.js")
  return { place, shown, field: place.querySelector("input"), form: place.querySelector("form") }
}

for (const [at, words] of [
  ["sang-kien/2021/xe-day-oxy/", "xe day oxy"],
  ["sang-kien/2021/de-coc.html", "de coc"],
  ["bao-cao/%C4%91%E1%BB%93ng-nai/", "đồng nai"],
  ["sang-kien/%E1%BB/", "%E1%BB"],
  ["2021/12/", ""],
  ["en/", ""],
  ["", ""],
]) {
  test(`of ${at || "nothing"} it asks for “${words}”`, () => {
    assert.equal(lost(at).field.value, words)
  })
}

test("what is asked for is looked for where innovations are, in the language of the address", () => {
  for (const [at, to] of [["khong-co", "sang-kien/?q=xe+%C4%91%E1%BA%A9y"], ["en/khong-co", "en/sang-kien/?q=xe+%C4%91%E1%BA%A9y"]]) {
    const { field, form, shown } = lost(at)
    field.value = " xe đẩy "
    assert.equal(form.fire("submit"), true)
    assert.equal(shown.location.href, `${ROOT}${to}`)
  }
})

test("without words it leads to the whole list", () => {
  const { field, form, shown } = lost("khong-co")
  field.value = ""
  form.fire("submit")
  assert.equal(shown.location.href, `${ROOT}sang-kien/`)
})

test("on another page it does nothing", () => {
  const other = el("div", { id: "tim" })
  browser({ body: [other] }).run("khong-thay.js")
  assert.equal(other.childNodes.length, 0)
})
