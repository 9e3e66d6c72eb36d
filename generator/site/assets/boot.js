/* Before anything is painted: the palette a reader chose, else the system's. The theme writes this into each page;
   as a file it runs under a Content-Security-Policy without inline scripts. */
var __md_scope = new URL("../", document.currentScript.src);
function __md_hash(text) { return Array.from(text).reduce(function (sum, c) { return (sum << 5) - sum + c.charCodeAt(0); }, 0); }
function __md_get(key, store, scope) {
  try { return JSON.parse((store || localStorage).getItem((scope || __md_scope).pathname + "." + key)); } catch (_) { return null; }
}
function __md_set(key, value, store, scope) {
  try { (store || localStorage).setItem((scope || __md_scope).pathname + "." + key, JSON.stringify(value)); } catch (_) { /* private window */ }
}
document.documentElement.classList.replace("no-js", "js");

/* The theme asks for what searches, for the search index and for the sitemap on every page: the first two wait until
   search is used, and nothing here needs the sitemap. */
(function () {
  var proto = XMLHttpRequest.prototype, open = proto.open, send = proto.send, waiting = [], used = /[?&][hq]=/.test(location.search);
  proto.open = function (method, url) { this.asked = String(url); return open.apply(this, arguments); };
  proto.send = function (body) {
    if (/\/sitemap\.xml$/.test(this.asked)) { return; }
    if (used || !/\/search_index\.json$/.test(this.asked)) { send.call(this, body); } else { waiting.push(send.bind(this)); }
  };
  var Real = window.Worker;
  window.Worker = function (url, options) {
    if (used || !/\/workers\/search\./.test(url)) { return new Real(url, options); }
    var stand = new EventTarget(), said = [];
    stand.postMessage = function (message) { said.push(message); };
    waiting.push(function () {
      var real = new Real(url, options);
      real.onmessage = function (event) { stand.dispatchEvent(new MessageEvent("message", { data: event.data })); };
      stand.postMessage = real.postMessage.bind(real);
      said.forEach(stand.postMessage);
    });
    return stand;
  };
  function use(event) {
    if (used || !event.target.closest || !event.target.closest(".md-search, #__search")) { return; }
    used = true;
    waiting.forEach(function (begin) { begin(); });
  }
  addEventListener("focusin", use);
  addEventListener("change", use);
}());

(function () {
  var palette = __md_get("__palette"), colour = palette && palette.color;
  if (!colour && matchMedia("(prefers-color-scheme: dark)").matches) { colour = { scheme: "slate" }; }
  if (!colour) { return; }
  new MutationObserver(function (_, observer) {
    if (!document.body) { return; }
    observer.disconnect();
    Object.keys(colour).forEach(function (name) { document.body.setAttribute("data-md-color-" + name, colour[name]); });
  }).observe(document.documentElement, { childList: true });
}());
