"""What passes the check holds, to a browser too, nothing but what a page may hold: HTML is read otherwise by each."""

from __future__ import annotations

import random

import markdown
import pytest
from playwright.sync_api import sync_playwright
from world import HEAD, page

from generator.ops.audit import FLAGS, executable
from generator.pages import reading
from generator.pages.checks import elements, links, markup

TYPED = [
    "<b>", "</b>", "<div>", "</div>", "<p>", "<a href=", "<img src=x alt=a", "javascript:alert(1)", "onerror=alert(1)",
    " ", "\n", "\n\n", ">", "<", "/", '"', "'", "<!--", "-->", "--!>", "<!", "<?", "?>", "]]>", "<![CDATA[", "<svg",
    "<script", "</script>", "<style>", "</style>", "<math>", "<iframe", "`", "```\n", "&lt;", "&#58;", "&Tab;", "\t", "[x](",
    "![x](", "<x", "=", "{: onclick=a }", "}", "|a|\n|-|\n|", "> ", "- ", "    ", "\\", "*", "<br/", "<a/href=",
    "<details open ontoggle=a", "<b onfocus=a autofocus", "<textarea>", "<title>", "<table>", "<td>", "<select>", "a", "<h2",
    "<!-->", "<!--->", "<plaintext>", "<template>", "[r]: ", "[x][r]", "<javascript://%0aalert(1)>", "data:text/html,x",
    "//evil.example", "https://a.example", "style=color:red", "id=a", 'title="', "<code>", "</code>", "<pre>", "formaction=x",
]  # fmt: skip
SEEN = """pages => pages.map(html => {
  const all = new DOMParser().parseFromString(`<!doctype html><main>${html}</main><footer></footer>`, "text/html");
  const found = [...all.querySelectorAll("main *")].map(e => [
    e.namespaceURI.endsWith("xhtml") ? e.localName : e.tagName, [...e.attributes].map(a => [a.name, a.value])]);
  return [found, all.querySelector("body > main + footer") !== null];
})"""


@pytest.mark.skipif(executable() is None, reason="no Chromium on this machine: install the package chromium")
def test_a_browser_sees_nothing_that_a_page_may_not_hold() -> None:
    rng = random.Random(11)
    texts = ["".join(rng.choice(TYPED) for _ in range(rng.randint(1, 9))) for _ in range(1500)]
    passed = [text for text in texts if not _told(text)]
    assert len(passed) > len(texts) / 10
    made = [markdown.markdown(text, extensions=list(reading.EXTENSIONS)) for text in passed]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        seen = browser.new_page().evaluate(SEEN, made)
        browser.close()
    for text, (found, whole) in zip(passed, seen, strict=True):
        assert whole, f"{text!r} takes in what stands behind it"
        for name, attributes in found:
            assert name in elements.ELEMENTS, (text, name)
            for key, value in attributes:
                known = elements.ANY | elements.ATTRIBUTES.get(name, set())
                assert key in known or elements.ALIGNED.fullmatch(value), (text, name, key)
                if key in ("href", "src"):
                    bare = "".join(value.split()).lower()
                    assert not bare.startswith(("javascript:", "data:")), (text, value)
                    assert key == "href" or "//" not in value, (text, value)


def _told(text: str) -> bool:
    one = page(HEAD + text, "p.md")
    return bool(markup.problems(one) or links.problems([one], {"p.md": ""}, []))
