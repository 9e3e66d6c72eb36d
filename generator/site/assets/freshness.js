/* How many sessions of the New York Stock Exchange have closed since the page's data: counted here, in the reader's
   browser, so that a site that nobody builds any more says so as well. Without a script the date alone stands there. */
(function () {
  "use strict";

  /* New York's date and minute of the day at an instant */
  function newYork(zone, now) {
    var parts = {};
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit"
    }).formatToParts(now).forEach(function (part) { parts[part.type] = part.value; });
    return { day: parts.year + "-" + parts.month + "-" + parts.day, minute: Number(parts.hour) * 60 + Number(parts.minute) };
  }

  function minutes(clock) {
    return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  }

  /* Sessions after `asOf` whose close, and the time a site takes after it, have passed at `now` */
  function behind(asOf, now, calendar) {
    var today = newYork(calendar.zone, now), closed = new Set(calendar.closed), count = 0;
    var day = new Date(asOf + "T12:00:00Z");
    for (var steps = 0; steps < 20000; steps += 1) {
      day.setUTCDate(day.getUTCDate() + 1);
      var name = day.toISOString().slice(0, 10), weekday = day.getUTCDay();
      if (name > today.day) { break; }
      if (weekday === 0 || weekday === 6 || closed.has(name)) { continue; }
      var close = minutes(calendar.early[name] || calendar.close) + calendar.grace_minutes;
      if (name < today.day || today.minute >= close) { count += 1; }
    }
    return count;
  }

  function words(count) {
    return "data are " + count + (count === 1 ? " trading day" : " trading days") + " old";
  }

  if (typeof module !== "undefined") { module.exports = { behind: behind, words: words }; return; }

  var address = new URL("nyse.json", document.currentScript.src);
  function tell() {
    document.querySelectorAll("time[data-as-of]").forEach(function (time) {
      fetch(address).then(function (answer) { return answer.json(); }).then(function (calendar) {
        var count = behind(time.dataset.asOf, new Date(), calendar);
        if (!count || time.nextElementSibling && time.nextElementSibling.className === "behind") { return; }
        var said = document.createElement("strong");
        said.className = "behind";
        said.textContent = " " + words(count);
        time.after(said);
      }).catch(function () { /* the date stands there all the same */ });
    });
  }
  if (window.document$) { window.document$.subscribe(tell); } else { tell(); }
}());
