/* A list that a reader searches, filters and sorts; what is chosen stands in the address, and an entry opens in place.
   The page has every entry and every control; this only hides, orders and counts. Loaded where a list is. */
(function () {
  "use strict";

  var pages = {};

  function plain(text) {
    return text.toLowerCase().replace(/[\u2212\u2013]/g, "-").replace(/\u2060/g, "").replace(/\s+/g, " ").replace(/ (?=[%×])/g, "").trim();
  }
  /* the document of another page of the site, fetched once */
  function page(url) {
    var address = url.origin + url.pathname;
    pages[address] = pages[address] || fetch(address).then(function (answer) {
      if (!answer.ok) { throw answer; }
      return answer.text();
    }).then(function (text) { return new DOMParser().parseFromString(text, "text/html"); });
    return pages[address];
  }

  function explore(box) {
    var form = box.querySelector("form"), chips = Array.from(box.querySelectorAll(".chips a")), facet = box.querySelector(".chips").dataset.facet;
    var table = box.querySelector("table"), heads = Array.from(box.querySelectorAll("th[data-sort]"));
    var fields = Array.from(form.elements).filter(function (field) { return field.name; });
    var filters = [facet].concat(fields.map(function (field) { return field.name; })).filter(function (name) { return name !== "find" && name !== "sort"; });
    var output = box.querySelector("output"), clear = box.querySelector(".clear"), state = {}, order = "", flat = null;
    var items = Array.from(box.querySelectorAll(table ? "tbody > tr:not(.group)" : "ol > li")).map(function (node) {
      var same = node.dataset.same || (node.id ? node : node.querySelector("[id]")).id;  /* those that count with one another */
      return { node: node, same: same, home: node.parentNode, has: filters.map(function (name) { return (node.dataset[name] || "").split(" "); }) };
    });
    var parents = Array.from(new Set(items.map(function (item) { return item.home; })));

    /* ---- what is chosen ---- */
    function read() {
      var asked = new URLSearchParams(location.search), only = /^#only-(.+)/.exec(location.hash);
      state = {};
      fields.forEach(function (field) {
        field.value = asked.get(field.name) || "";
        if (field.value !== (asked.get(field.name) || "")) { field.value = ""; }
        state[field.name] = field.value;
      });
      state[facet] = only ? only[1] : asked.get(facet) || "";
      if (!chips.some(function (chip) { return chip.dataset.value === state[facet]; })) { state[facet] = ""; }
    }
    function write(hash) {
      var asked = new URLSearchParams(location.search);
      Object.keys(state).forEach(function (name) { if (state[name]) { asked.set(name, state[name]); } else { asked.delete(name); } });
      history.replaceState(history.state, "", location.pathname + (String(asked) ? "?" + asked : "") + (hash || ""));
    }
    function choose(name, value) {
      state[name] = value;
      write();
      show();
    }

    /* ---- what is shown ---- */
    function text(item) {
      item.text = item.text || plain([item.node.textContent, item.node.id, item.has.join(" ").replace(/[-,]/g, " ")].join(" "));
      return item.text;
    }
    function show() {
      var words = plain(state.find).split(" ").filter(Boolean), shown = 0;
      var counts = filters.map(function () { return {}; });
      function count(n, value, same) { (counts[n][value] = counts[n][value] || new Set()).add(same); }
      function counted(n, value) { return counts[n][value] ? counts[n][value].size : 0; }
      items.forEach(function (item) {
        var misses = filters.filter(function (name, n) { return state[name] && item.has[n].indexOf(state[name]) < 0; });
        var told = words.every(function (word) { return text(item).indexOf(word) >= 0; });
        item.node.hidden = !told || misses.length > 0;
        if (item.card) { item.card.hidden = item.node.hidden; }
        shown += !item.node.hidden;
        /* each choice counts what it would show beside the others; of those that count with one another a chip counts the first */
        filters.forEach(function (name, n) {
          if (!told || misses.length > 1 || misses.length && misses[0] !== name) { return; }
          if (n || !counts[n][""] || !counts[n][""].has(item.same)) { item.has[n].forEach(function (value) { if (value) { count(n, value, item.same); } }); }
          count(n, "", item.same);
        });
      });
      chips.forEach(function (chip) {
        var n = counted(0, chip.dataset.value);
        chip.querySelector(".count").textContent = n;
        chip.classList.toggle("none", !n);
        if (chip.dataset.value === state[facet]) { chip.setAttribute("aria-current", "true"); } else { chip.removeAttribute("aria-current"); }
      });
      fields.forEach(function (field) {
        var place = filters.indexOf(field.name);
        field.value = state[field.name];
        field.classList.toggle("set", !!field.value);
        if (place < 0) { return; }
        Array.from(field.options).forEach(function (option) {
          var n = counted(place, option.value);
          option.textContent = option.textContent.replace(/\(\d+\)$/, "(" + n + ")");
          option.disabled = !!option.value && !n && option.value !== field.value;
        });
      });
      arrange();
      var chosen = Object.keys(state).filter(function (name) { return state[name] && name !== "sort"; });
      clear.hidden = !chosen.length;
      var all = new Set(items.map(function (item) { return item.same; })).size, some = counted(0, state[facet]);
      output.textContent = (chosen.length ? some + " of " : "") + all + " " + (all === 1 ? box.dataset.one : box.dataset.many) + (shown ? shown > some ? ", in " + shown + " entries" : "" : ": none fits");
    }
    function arrange() {
      var key = state.sort.replace(/^-/, ""), down = state.sort.charAt(0) === "-";
      if (order !== state.sort) {
        order = state.sort;
        items.forEach(fold);
        if (order) {
          if (!flat) { flat = parents[0].cloneNode(false); flat.className = "flat"; }
          parents[0].before(flat);
          items.slice().sort(function (a, b) {
            var x = value(a, key), y = value(b, key);
            if (x === "" || y === "") { return (x === "") - (y === ""); }
            return (typeof x === "number" ? x - y : x.localeCompare(y)) * (down ? -1 : 1);
          }).forEach(function (item) { flat.append(item.node); });
        } else {
          items.forEach(function (item) { item.home.append(item.node); });
          flat.remove();
        }
      }
      parents.forEach(function (parent) {
        var rows = items.filter(function (item) { return item.home === parent && item.node.parentNode === parent && !item.node.hidden; }).length;
        parent.hidden = !rows;
        parent.style.setProperty("--rows", rows);
      });
      heads.forEach(function (head) {
        if (head.dataset.sort === key) { head.setAttribute("aria-sort", down ? "descending" : "ascending"); } else { head.removeAttribute("aria-sort"); }
      });
    }
    /* a verdict by its place among the chips, a number as its cell says it */
    function rank(item) {
      return chips.findIndex(function (chip) { return chip.dataset.value === item.node.dataset[facet]; });
    }
    function told(item, key) {
      var head = heads.find(function (one) { return one.dataset.sort === key; });
      var number = head && /[-+]?\d[\d.]*/.exec(plain(item.node.cells[head.cellIndex].textContent).replace(/,/g, ""));
      return number ? number[0] : "";
    }
    function value(item, key) {
      var found = item.node.dataset[key];
      if (found === undefined) { found = key === "name" ? plain(item.node.querySelector("th, summary").textContent) : key === "rank" ? rank(item) : told(item, key); }
      return found === "" || isNaN(found) ? found : Number(found);
    }

    /* ---- an entry in place ---- */
    function fold(item) {
      if (!item.card) { return; }
      item.card.remove();
      item.card = null;
      item.node.querySelector("th a").setAttribute("aria-expanded", "false");
    }
    function unfold(item) {
      var link = item.node.querySelector("th a"), url = new URL(link.href);
      if (item.busy) { return Promise.resolve(); }
      item.busy = true;
      return page(url).then(function (other) {
        var found = other.getElementById(decodeURIComponent(url.hash.slice(1))), row = document.createElement("tr"), cell = document.createElement("td");
        var card = document.importNode(found, true), own = document.createElement("a");
        card.removeAttribute("id");
        card.querySelectorAll(".headerlink").forEach(function (mark) { mark.remove(); });
        card.querySelectorAll("[href]").forEach(function (a) { a.href = new URL(a.getAttribute("href"), url).href; });
        own.className = "own";
        own.href = url.href;
        own.textContent = "On its own page";
        card.append(own);
        row.className = "opened";
        cell.colSpan = item.node.cells.length;
        cell.append(card);
        row.append(cell);
        item.node.after(row);
        item.card = row;
        item.busy = false;
        link.setAttribute("aria-expanded", "true");
      }).catch(function () { location.assign(url.href); });
    }
    function turn(item) {
      if (item.card) { fold(item); write(); } else { unfold(item).then(function () { write("#" + item.node.id); }); }
    }
    function owner(node) {
      return items.find(function (item) { return item.node.contains(node) || item.card && item.card.contains(node); });
    }
    /* an entry that an address names is shown, whatever hides it, and opened */
    function arrive() {
      var name = decodeURIComponent(location.hash.slice(1)), node = name && document.getElementById(name), item = node && owner(node);
      if (!item) { return; }
      if (item.node.hidden) { Object.keys(state).forEach(function (key) { state[key] = ""; }); show(); }
      if (table && !item.card) { unfold(item); }
      if (!table) { item.node.querySelector("details").open = true; }
      item.node.scrollIntoView();
    }

    /* ---- hands ---- */
    form.addEventListener("input", function (event) { choose(event.target.name, event.target.value); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    clear.addEventListener("click", function () {
      Object.keys(state).forEach(function (name) { if (name !== "sort") { state[name] = ""; } });
      write();
      show();
      form.elements.find.focus();
    });
    box.addEventListener("click", function (event) {
      var chip = event.target.closest(".chips a"), item = table && owner(event.target), link = event.target.closest("th a");
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
      if (chip) {
        event.preventDefault();
        choose(facet, chip.dataset.value);
      } else if (item && item.node.contains(event.target) && (link || !event.target.closest("a, button, data, .card")) && !String(getSelection())) {
        event.preventDefault();
        turn(item);
      }
    });
    box.addEventListener("keydown", function (event) {
      var item = table && event.key === "Escape" && owner(event.target);
      if (item && item.card) { fold(item); write(); item.node.querySelector("th a").focus(); }
    });
    heads.forEach(function (head) {
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var orders = Array.from(form.elements.sort.options, function (option) { return option.value; }).filter(function (name) { return name.replace(/^-/, "") === head.dataset.sort; });
        choose("sort", orders[orders.indexOf(state.sort) + 1] || "");
      });
    });
    addEventListener("hashchange", function () { if (box.isConnected) { read(); show(); arrive(); } });
    if (table) { items.forEach(function (item) { item.node.querySelector("th a").setAttribute("aria-expanded", "false"); }); }
    read();
    show();
    box.classList.add("ready");
    if (/^#only-/.test(location.hash)) { write(); box.scrollIntoView(); } else if (location.hash) { arrive(); } else if (filters.concat("find", "sort").some(function (name) { return state[name]; })) { box.scrollIntoView(); }
  }

  function begin() { document.querySelectorAll(".explorer:not(.ready)").forEach(explore); }
  if (window.document$) { window.document$.subscribe(begin); } else { begin(); }
}());
