"""What an edition keeps of a sentence that hangs on a condition: the whole of it, whichever part of it turns."""

from __future__ import annotations

import pytest
from world import content, page

from generator.site import recorded

LOW = "{{ while 300 < close }}"  # the close is 250.77: what stands here is not said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # a whole sentence between two others
        (f"Before. {LOW}High.{{{{ else }}}}Fair is {{{{ now.close }}}}.{{{{ end }}}} After.", "Fair is $250.77."),
        # a part of one, which is told with the rest of it and without its neighbours
        (f"Before. The close is {LOW}high{{{{ else }}}}fair{{{{ end }}}}, and stays. After.", "The close is fair, and stays."),
        # the end of one that is not said leaves the sentence as it is without
        (f"One. The chart draws it{LOW} and the path{{{{ else }}}}{{{{ end }}}}. Two.", "The chart draws it."),
        # a sentence that is not said is none
        (f"One. {LOW}It is high.{{{{ else }}}}{{{{ end }}}} Two.", ""),
        (f"One. {LOW}It is high.{{{{ else }}}}{{{{ end }}}}", ""),
        # two sentences of a branch
        (f"{LOW}High.{{{{ else }}}}Fair. Or so.{{{{ end }}}} After.", "Fair. Or so."),
        # another paragraph, another item of a list, a link and weight are left out
        (f"Other.\n\n- One.\n- It is **{LOW}high{{{{ else }}}}[fair](a.md){{{{ end }}}}** now.\n- Two.", "It is fair now."),
        # the branches of another block in the same sentence are taken
        (f"It is {LOW}high{{{{ else }}}}fair{{{{ end }}}} or {LOW}far{{{{ else }}}}near{{{{ end }}}}.", "It is fair or near."),
    ],
)  # fmt: skip
def test_a_sentence_is_kept_whole(text: str, words: str) -> None:
    first, *_ = recorded.sentences([page(text)], content())
    assert first["words"] == words
