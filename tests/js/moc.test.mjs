/* Today's mark on the line of dates. */
import assert from "node:assert/strict"
import test from "node:test"
import { browser, el } from "./page.mjs"

const DATES = ["2021-04-01T00:00:00+07:00", "2021-04-11T00:00:00+07:00", "2021-04-21T00:00:00+07:00"]

function line(lang, now, dates = DATES) {
  const marks = [el("rect", { class: "sk-now" }), el("text", { class: "sk-now" })]
  const dots = dates.map(() => el("circle", { class: "sk-dot sk-past" }))
  const numbers = dates.map(() => el("text", { class: "sk-dot" }))
  const rows = dates.map(date => el("li", {}, el("time", { datetime: date })))
  const figure = el("figure", {}, el("svg", { class: "sk-moments" }, ...marks, ...dots, ...numbers), el("ol", {}, ...rows))
  browser({ lang, now: Date.parse(now), body: [figure] }).run("moc.js")
  const past = [rows, dots, numbers].map(parts => parts.map(part => part.classList.contains("sk-past")))
  return { xs: marks.map(mark => mark.getAttribute("x")), anchor: marks[1].getAttribute("text-anchor"), said: marks[1].textContent, past }
}

test("today stands where it falls between the first date and the last", () => {
  assert.deepEqual(line("vi", "2021-04-11T00:00:00+07:00").xs, ["50.00%", "50.00%"])
  assert.deepEqual(line("vi", "2021-04-06T00:00:00+07:00").xs, ["27.50%", "27.50%"])
})

test("what is before or after everything stands at the edge, its words inside the picture", () => {
  const [before, after] = ["2020-01-01T12:00:00+07:00", "2031-01-01T12:00:00+07:00"].map(now => line("vi", now))
  assert.deepEqual([before.xs[0], before.anchor], ["1.00%", "start"])
  assert.deepEqual([after.xs[0], after.anchor], ["99.00%", "end"])
  assert.equal(line("vi", DATES[1]).anchor, "middle")
})

test("what is over is marked in list, dots and numbers, from its very instant on", () => {
  assert.deepEqual(line("vi", DATES[1]).past, Array(3).fill([true, true, false]))
  assert.deepEqual(line("vi", "2021-04-10T23:59:59+07:00").past, Array(3).fill([true, false, false]))
})

test("the day is said as the page's readers say it", () => {
  assert.equal(line("vi", "2021-04-06T08:00:00+07:00").said, "Hôm nay 6/4/2021")
  assert.equal(line("en", "2021-04-06T08:00:00+07:00").said, "Today, 6 April 2021")
})

test("a line of one date has its mark too", () => {
  assert.deepEqual(line("vi", DATES[0], DATES.slice(0, 1)).xs, ["5.00%", "5.00%"])
})

const [OPENS, CLOSES] = ["2021-03-10T00:00:00+07:00", "2021-04-21T00:00:00+07:00"]

/* What is shown of a page built while the intake was open, at another instant. */
function shownAt(now) {
  const parts = ["sk-is-before", "sk-is-open", "sk-is-closed"].map(name => el("div", { class: name }))
  parts[0].hidden = parts[2].hidden = true
  browser({ now: Date.parse(now), body: [el("div", { class: "sk-window", "data-opens": OPENS, "data-closes": CLOSES }, ...parts)] }).run("moc.js")
  return parts.filter(part => !part.hidden).map(part => part.className)
}

test("what can be done follows the reader's own clock, from the very instant on", () => {
  assert.deepEqual(shownAt("2021-03-09T23:59:59+07:00"), ["sk-is-before"])
  assert.deepEqual(shownAt(OPENS), ["sk-is-open"])
  assert.deepEqual(shownAt("2021-04-20T23:59:59+07:00"), ["sk-is-open"])
  assert.deepEqual(shownAt(CLOSES), ["sk-is-closed"])
})
