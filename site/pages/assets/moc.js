// Moves the mark of today on the line of dates to the reader's own today, and shows what can be done now; the page was built on another day.
(function () {
  "use strict"
  const vietnamese = document.documentElement.lang === "vi"
  document.querySelectorAll("svg.sk-moments").forEach(svg => {
    const rows = [...svg.closest("figure").querySelectorAll("li")]
    const dots = [...svg.querySelectorAll("circle")], numbers = [...svg.querySelectorAll("text.sk-dot")]
    const times = rows.map(row => Date.parse(row.querySelector("time").dateTime))
    const now = Date.now(), first = times[0], last = times[times.length - 1]
    const share = Math.min(Math.max(5 + 90 * (now - first) / Math.max(last - first, 1000), 1), 99)
    const [line, words] = svg.querySelectorAll(".sk-now")
    for (const part of [line, words]) part.setAttribute("x", share.toFixed(2) + "%")
    words.setAttribute("text-anchor", share < 20 ? "start" : share > 80 ? "end" : "middle")
    const day = new Date(now)
    words.textContent = vietnamese
      ? `Hôm nay ${day.getDate()}/${day.getMonth() + 1}/${day.getFullYear()}`
      : `Today, ${day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}`
    times.forEach((time, place) => {
      for (const part of [rows[place], dots[place], numbers[place]]) part.classList.toggle("sk-past", time <= now)
    })
  })
  document.querySelectorAll(".sk-window").forEach(part => {
    const [opens, closes] = ["opens", "closes"].map(name => Date.parse(part.getAttribute(`data-${name}`)))
    const state = Date.now() < opens ? "sk-is-before" : Date.now() < closes ? "sk-is-open" : "sk-is-closed"
    for (const name of ["sk-is-before", "sk-is-open", "sk-is-closed"]) part.querySelector(`.${name}`).hidden = name !== state
  })
})()
