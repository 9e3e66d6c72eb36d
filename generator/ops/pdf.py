"""The whole article as one PDF, gathered and printed by a browser."""

from __future__ import annotations

from pathlib import Path

from generator import config
from generator.ops.audit import browser, served
from generator.pages.tables.registry import sections

# Fetches the other sections into the open page, each with ids of its own. A link to what is printed leads there, any
# other one to the site where its address is known; the loopback server's is no address for a reader.
GATHER = """async stems => {
  const parts = [['index', document.querySelector('.md-content__inner')]];
  const home = new URL('.', location.href), known = document.querySelector('link[rel=canonical]');
  for (const stem of stems) {
    const text = await (await fetch(new URL(stem + '/', home))).text();
    const part = new DOMParser().parseFromString(text, 'text/html').querySelector('.md-content__inner');
    part.classList.add('printed-page');
    parts[0][1].parentNode.append(part);
    parts.push([stem, part]);
  }
  const places = new Map(parts.map(([stem]) => [new URL(stem === 'index' ? '.' : stem + '/', home).href, stem]));
  for (const [stem, part] of parts) {
    const base = [...places].find(place => place[1] === stem)[0];
    part.querySelectorAll('[id]:not(svg *)').forEach(e => { e.id = stem + '--' + e.id; });
    part.id = stem;
    part.querySelectorAll('a[href]').forEach(a => {
      const to = new URL(a.getAttribute('href'), base), id = decodeURIComponent(to.hash.slice(1));
      to.hash = '';
      const own = places.get(to.href.replace(/#$/, ''));
      if (own) { a.setAttribute('href', '#' + (id ? own + '--' + id : own)); }
      else if (to.origin !== home.origin) { return; }
      else if (known) { a.href = new URL(to.href.slice(home.href.length), known.href).href.replace(/#$/, '') + (id ? '#' + id : ''); }
      else { a.removeAttribute('href'); }
    });
  }
}"""


def pdf(to: str) -> Path:
    """The article and its references as one PDF."""
    target = Path(to) if Path(to).is_absolute() else config.ROOT / to
    stems = [stem for stem in sections() if stem != "index"] + ["references"]
    with served(config.SITE) as base, browser() as chromium:
        page = chromium.new_page()
        page.goto(base, wait_until="load")
        page.evaluate(GATHER, stems)
        page.emulate_media(media="print")
        target.parent.mkdir(parents=True, exist_ok=True)
        page.pdf(
            path=str(target),
            format="A4",
            margin={"top": "18mm", "bottom": "18mm", "left": "18mm", "right": "18mm"},
            print_background=True,
            outline=True,
            tagged=True,
        )
    print(f"Wrote {target.name}, {target.stat().st_size / 1000:.0f} kB")
    return target
