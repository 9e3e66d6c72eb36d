/* What a reader can open: the card of a number, a chart's interactive form, the order of a long table.
   Everything it shows stands in the page's HTML or behind its links; without a script those remain. */
(function () {
  "use strict";

  var root = new URL("./", document.currentScript.src);
  var fine = matchMedia("(hover: hover) and (pointer: fine)");
  var TRIGGER = "a.now, data.said, .claim a.mark, td a.mark, .ref a";

  function make(tag, kind, text) {
    var node = document.createElement(tag);
    if (kind) { node.className = kind; }
    if (text) { node.textContent = text; }
    return node;
  }
  function day(iso) {
    return new Date(iso + "T00:00:00Z").toLocaleDateString("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  }
  function upper(text) { return text ? text.charAt(0).toUpperCase() + text.slice(1) : ""; }
  /* A tooltip of the browser's own would lie over the card */
  function told(link) {
    if (link && link.title) { link.dataset.title = link.title; link.removeAttribute("title"); }
    return (link && link.dataset.title) || "";
  }

  /* ---- cards ---- */
  var card = null, owner = null, timer = 0, pointer = "mouse";

  function lines(trigger) {
    var box = trigger.closest(".claim") || trigger.closest("tr, .claim-card") || trigger;
    var data = trigger.matches("a.now") ? trigger.querySelector("data") : trigger.matches("data") ? trigger : trigger.matches(".ref a") ? null : box.querySelector("data.said");
    if (!data) {
      return { head: "Reference " + trigger.textContent.replace(/\D/g, ""), rows: [["", told(trigger)]], href: trigger.href, link: "In the list of references" };
    }
    var d = data.dataset, rows = [["As of", day(d.asOf)]];
    if (d.key) {
      rows.push(["", d.definition], ["Inputs", upper(d.inputs)], ["Source", d.source + ({ edition: ", from a sealed edition", simulated: ", simulated" }[d.origin] || "")], ["Published", d.said]);
      return { head: d.label, value: data.textContent, rows: rows, href: trigger.href, link: "In the list of numbers" };
    }
    /* a figure among others of one row or card speaks for itself alone: its own link leads on */
    var alone = box.querySelectorAll("data.said").length === 1, mark = alone && box.querySelector("a.mark"), verdict = alone && box.querySelector(".word");
    var again = alone && box.querySelector("[data-head^=Recomputed]"), to = mark || data.closest("a") || alone && box.querySelector("th a");
    if (alone) {
      rows.push(["Published by", Array.prototype.map.call(box.querySelectorAll(".ref a"), function (a) { return told(a).split(":")[0]; }).join("; ")]);
    }
    rows.push(["Recomputed", again && !mark ? again.textContent.trim() : ""], ["Finding", upper(told(mark) || (verdict ? verdict.textContent.replace(/^\W+/, "") : ""))]);
    return { head: upper(d.definition), value: data.textContent, rows: rows, href: to ? to.href : "", link: "In the ledger" };
  }

  function place() {
    var spots = owner.getClientRects(), first = spots[0], last = spots[spots.length - 1];
    if (!first || last.bottom < 0 || first.top > innerHeight) { close(); return; }
    var below = innerHeight - last.bottom - 14, above = first.top - 14, tall = card.scrollHeight + 2;
    var under = below >= tall || below >= above;
    card.style.maxHeight = Math.max(under ? below : above, 90) + "px";
    card.style.left = Math.max(8, Math.min(last.left, document.documentElement.clientWidth - card.offsetWidth - 8)) + "px";
    card.style.top = (under ? last.bottom + 6 : Math.max(4, first.top - 6 - card.offsetHeight)) + "px";
  }

  function open(trigger) {
    clearTimeout(timer);
    if (owner === trigger) { return; }
    close();
    var said = lines(trigger), list = make("span", "card-rows");
    card = make("span", "card");
    card.id = "card";
    card.setAttribute("role", "note");
    card.append(make("span", "card-head", said.head));
    if (said.value) { card.append(make("strong", "card-value", said.value)); }
    said.rows.forEach(function (row) {
      if (!row[1]) { return; }
      var line = make("span", "card-row");
      if (row[0]) { line.append(make("span", "card-name", row[0]), " "); }
      line.append(row[1]);
      list.append(line);
    });
    card.append(list);
    if (said.href) {
      var link = make("a", "card-link", said.link);
      link.href = said.href;
      card.append(link);
    }
    owner = trigger;
    (trigger.closest("a") || trigger).after(card);
    if (card.showPopover) { card.popover = "manual"; card.showPopover(); }
    trigger.setAttribute("aria-describedby", "card");
    place();
  }

  function close() {
    clearTimeout(timer);
    if (!card) { return; }
    owner.removeAttribute("aria-describedby");
    card.remove();
    card = owner = null;
  }

  function soon(what, ms) { clearTimeout(timer); timer = setTimeout(what, ms); }
  function triggerOf(event) {
    var found = event.target.closest && event.target.closest(TRIGGER);
    return found && !found.closest(".card") ? found : null;
  }

  document.addEventListener("pointerover", function (event) {
    if (event.pointerType !== "mouse") { return; }
    var trigger = triggerOf(event);
    if (trigger && trigger !== owner) { soon(function () { open(trigger); }, 150); }
    else if (card && (trigger || card.contains(event.target))) { clearTimeout(timer); }
    else if (card) { soon(close, 300); }
    else { clearTimeout(timer); }
  });
  document.addEventListener("pointerdown", function (event) {
    pointer = event.pointerType;
    if (card && !card.contains(event.target) && triggerOf(event) !== owner) { close(); }
  });
  document.addEventListener("focusin", function (event) {
    var trigger = triggerOf(event);
    if (card && card.contains(event.target)) { clearTimeout(timer); }
    else if (trigger && trigger.matches(":focus-visible")) { open(trigger); }
    else if (card) { close(); }
  });
  document.addEventListener("click", function (event) {
    var trigger = triggerOf(event), touch = pointer === "touch" || pointer === "pen";
    if (!trigger || !touch && !trigger.matches("data")) { return; }
    if (owner !== trigger) { event.preventDefault(); open(trigger); } else if (!trigger.matches("a")) { close(); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    if (card) {
      var inside = card.contains(document.activeElement), back = owner;
      close();
      if (inside) { back.focus(); close(); }
      event.stopPropagation();
    } else {
      var live = document.activeElement && document.activeElement.closest("figure.is-live") || document.querySelector("figure.is-live");
      if (live) { still(live); }
    }
  }, true);
  document.addEventListener("scroll", function () { if (card) { place(); } }, { passive: true, capture: true });
  addEventListener("resize", close);

  /* ---- charts: one bundle, loaded once, and only when someone asks for it ---- */
  var vega = null;

  function engine() {
    vega = vega || new Promise(function (done, fail) {
      var script = make("script");
      script.src = new URL("vega.js", root);
      script.onload = done;
      script.onerror = function () { vega = null; script.remove(); fail(); };
      document.head.append(script);
    });
    return vega;
  }
  function say(figure, words) {
    var button = figure.querySelector("button.live");
    button.textContent = words;
    button.setAttribute("aria-pressed", String(!!figure.view));
  }
  /* A button that was pressed stays under the finger, whatever grows or shrinks above it */
  function hold(figure, change) {
    var button = figure.querySelector("button.live"), top = button.getBoundingClientRect().top;
    change();
    if (figure.pressed) { scrollBy({ top: button.getBoundingClientRect().top - top, behavior: "instant" }); }
    figure.pressed = false;
  }
  function start(figure) {
    if (figure.view || figure.busy) { return; }
    figure.busy = true;
    say(figure, "Loading…");
    var small = figure.clientWidth < 560, box = make("div", small ? "stage narrow" : "stage"), spec;
    Promise.all([engine(), fetch(figure.dataset.live + (small ? "-narrow" : "") + ".json").then(function (a) { if (!a.ok) { throw a; } return a.json(); })])
      .then(function (got) {
        spec = got[1];
        figure.querySelector(".pic").before(box);
        return window.vegaEmbed(box, spec, {
          ast: true, renderer: "svg", actions: false, defaultStyle: false, logLevel: 1, tooltip: { disableDefaultStyle: true }
        });
      })
      .then(function (result) {
        var svg = box.querySelector("svg");
        /* as wide and as high as the picture whose place it takes: nothing around it moves */
        svg.style.width = 100 * svg.viewBox.baseVal.width / Math.max(spec.usermeta.width, svg.viewBox.baseVal.width) + "%";
        svg.setAttribute("role", "img");
        svg.setAttribute("aria-label", figure.querySelector(".pic").getAttribute("aria-label"));
        figure.view = result;
        figure.busy = false;
        hold(figure, function () { figure.classList.add("is-live"); });
        say(figure, "Back to the picture");
        guide(figure, result.view, spec.usermeta.range);
      })
      .catch(function () { figure.busy = false; still(figure); say(figure, "Could not be loaded. Try again"); });
  }
  function still(figure) {
    if (figure.view) { figure.view.finalize(); figure.view = null; }
    figure.stayed = true;
    hush();
    hold(figure, function () {
      figure.classList.remove("is-live");
      figure.querySelectorAll(".stage, .guide").forEach(function (box) { box.remove(); });
    });
    say(figure, "Make it interactive");
  }

  function hush() {
    var words = document.getElementById("vg-tooltip-element");
    if (words) { words.classList.remove("visible"); }
  }
  /* Vega tells where a pointer moves, and a tap does not move: it tells until the next touch, wherever that is */
  function tell(mark, names, at) {
    names.forEach(function (name) {
      mark.dispatchEvent(new PointerEvent(name, { bubbles: true, clientX: at.clientX, clientY: at.clientY }));
    });
  }
  function tapped(stage) {
    stage.addEventListener("click", function (event) {
      var mark = event.target;
      if (pointer === "mouse") { return; }
      tell(mark, ["pointerover", "pointermove"], event);
      document.addEventListener("pointerdown", function (next) { tell(mark, ["pointerout"], next); }, { once: true, capture: true });
    });
  }

  /* What one can do with a live chart, told under it: a range of days by dragging or by its two dates, names that fade */
  function guide(figure, view, days) {
    var row = make("div", "guide"), stage = figure.querySelector(".stage");
    tapped(stage);
    if (days) { range(row, stage, view, days); }
    if (stage.querySelector(".role-legend")) { row.append(make("span", "", "A name in the legend fades the others.")); }
    if (row.childNodes.length) { figure.querySelector(".tools").append(row); }
  }
  function time(iso) { return new Date(iso + "T00:00:00").getTime(); }
  function iso(stamp) {
    var d = new Date(stamp);
    return new Date(Date.UTC(d.getFullYear(), d.getMonth(), d.getDate())).toISOString().slice(0, 10);
  }
  function range(row, stage, view, days) {
    var now = days, whole = make("button", "", "Whole range");
    var ends = ["Drag across the chart for a range, or set it from", "to"].map(function (word, n) {
      var label = make("label", "", word + " "), input = make("input");
      input.type = "date";
      input.min = days[0];
      input.max = days[1];
      input.value = days[n];
      input.addEventListener("change", function () { if (input.validity.valid && input.value) { show(ends[0].value, ends[1].value); } });
      label.append(input);
      row.append(label);
      return input;
    });
    function show(first, last) {
      if (time(last) - time(first) < 4 * 864e5) { return; }
      now = [first, last];
      hush();
      whole.hidden = first <= days[0] && last >= days[1];
      ends.forEach(function (input, n) { input.value = now[n]; });
      view.signal("span", whole.hidden ? null : now.map(time)).runAsync();
    }
    whole.type = "button";
    whole.hidden = true;
    whole.addEventListener("click", function () { show(days[0], days[1]); ends[0].focus(); });
    row.append(whole);
    stage.classList.add("timed");
    stage.addEventListener("dblclick", function () { show(days[0], days[1]); });
    stage.addEventListener("pointerdown", function (event) {
      var plot = Array.from(stage.querySelectorAll(".background"), function (path) { return path.getBoundingClientRect(); })
        .find(function (r) { return r.width > 99 && event.clientX >= r.left && event.clientX <= r.right && event.clientY >= r.top && event.clientY <= r.bottom; });
      if (!plot || event.button) { return; }
      var brush = make("div", "brush"), box = stage.getBoundingClientRect(), from = event.clientX, to = from;
      function move(next) {
        to = Math.max(plot.left, Math.min(plot.right, next.clientX));
        brush.style.left = Math.min(from, to) - box.left + "px";
        brush.style.width = Math.abs(to - from) + "px";
      }
      function end(last) {
        brush.remove();
        document.removeEventListener("pointermove", move);
        ["pointerup", "pointercancel"].forEach(function (name) { document.removeEventListener(name, end); });
        if (last.type === "pointercancel" || Math.abs(to - from) < 8) { return; }
        var days = [from, to].sort(function (a, b) { return a - b; }).map(function (x) {
          return iso(time(now[0]) + (x - plot.left) / plot.width * (time(now[1]) - time(now[0])));
        });
        show(days[0], days[1]);
      }
      brush.style.top = plot.top - box.top + "px";
      brush.style.height = plot.height + "px";
      stage.append(brush);
      document.addEventListener("pointermove", move);
      ["pointerup", "pointercancel"].forEach(function (name) { document.addEventListener(name, end); });
    });
  }
  function charts() {
    document.querySelectorAll("figure[data-live]").forEach(function (figure) {
      var button = figure.querySelector("button.live"), wait = 0;
      if (!button || figure.ready) { return; }
      figure.ready = true;
      button.addEventListener("click", function () {
        figure.pressed = true;
        if (figure.view) { still(figure); } else { start(figure); }
      });
      if (!fine.matches || navigator.connection && navigator.connection.saveData) { return; }
      figure.querySelectorAll(".pic").forEach(function (pic) {
        pic.addEventListener("pointerenter", function () { if (!figure.stayed) { wait = setTimeout(function () { start(figure); }, 250); } });
        pic.addEventListener("pointerleave", function () { clearTimeout(wait); });
      });
      /* The focus fetches only: a picture that changed under a passing Tab would turn back at the Enter meant to wake it */
      button.addEventListener("focus", function () { if (button.matches(":focus-visible")) { engine().catch(function () {}); } });
    });
  }

  /* ---- a frame's address: where the site stands, a build on a desk cannot know ---- */
  function frames() {
    document.querySelectorAll("code.frame").forEach(function (code) {
      code.textContent = code.textContent.replace("\u2026/", new URL("../", root).href);
    });
  }

  /* ---- tables that sort ---- */
  function key(row, index) {
    var cell = row.cells[index], data = cell.querySelector("data"), text = cell.textContent.trim();
    var bare = Number(data ? data.value : text.replace(/\u2212/g, "-").replace(/[^\d.-]/g, ""));
    return /\d/.test(text) && !isNaN(bare) && cell.classList.contains("num") ? bare : text.toLowerCase();
  }
  function sort(table, index, head) {
    var down = head.getAttribute("aria-sort") === "ascending", body = table.tBodies[0];
    var rows = Array.from(body.rows).map(function (row) { return [key(row, index), row]; });
    rows.sort(function (a, b) {
      var order = typeof a[0] === typeof b[0] ? (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) : typeof a[0] === "number" ? -1 : 1;
      return down ? -order : order;
    });
    Array.from(head.parentNode.cells).forEach(function (cell) { cell.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.forEach(function (pair) { body.append(pair[1]); });
  }
  function tables() {
    document.querySelectorAll("table.sortable").forEach(function (table) {
      var row = table.tHead.rows[0];
      if (table.tBodies[0].rows.length < 8 || row.querySelector("button")) { return; }
      Array.from(row.cells).forEach(function (head, index) {
        var button = make("button", "", head.textContent);
        button.type = "button";
        button.addEventListener("click", function () { sort(table, index, head); });
        head.replaceChildren(button);
      });
    });
  }

  /* ---- search: a hyphen before a digit is a minus; the search engine would take it for "without" ---- */
  document.addEventListener("keyup", function (event) {
    var field = event.target, at = field.selectionStart;
    if (!field.matches || !field.matches(".md-search__input") || !/(^|\s)-\d/.test(field.value)) { return; }
    field.value = field.value.replace(/(^|\s)-(?=\d)/g, "$1\u2212");
    field.setSelectionRange(at, at);
  }, true);

  function begin() {
    close();
    var search = document.querySelector(".md-search[role=dialog]");
    if (search) { search.setAttribute("aria-label", "Search"); }
    charts();
    frames();
    tables();
  }
  if (window.document$) { window.document$.subscribe(begin); } else { begin(); }
}());
