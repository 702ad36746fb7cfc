"""Why: which parts of the photo a name depends on, asked in four ways, none of which is the whole truth."""

from __future__ import annotations

import functools
import time
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from exhibit import live, resources
from exhibit.ui import overlay, rooms
from exhibit.ui.language import current_words
from exhibit.visit import current_visit

if TYPE_CHECKING:
    from alexnet.classify import Classification
    from alexnet.saliency import SaliencyMap

PICTURE_FIRST = 0.2  # seconds
SHARES = (
    *((0.42, "half"), (0.29, "third"), (0.22, "quarter"), (0.16, "fifth"), (0.11, "eighth"), (0.07, "tenth")),
    *((0.033, "twentieth"), (0.014, "fiftieth"), (0.0, "small")),
)
"""From which share of the photo on which words stand for it: the limits lie midway between the shares named."""

say = current_words()


def main() -> None:
    st.title(say("why.title"), anchor=False)
    visit = live.open_visit()
    st.html(f'<p class="lead">{escape(say("why.intro"))}</p>')
    if visit.photo is None:
        live.show_invitation(say, "why")
        return
    with live.awake(say("why.waking")):
        found = live.answer(visit)
    show_question(found)


@live.part
def show_question(found: Classification) -> None:
    """A name and a method in, a map out. A fragment: another question leaves the frame alone."""
    target_place, method_place = st.columns(2, gap="medium")
    with target_place:
        target = choose_target(found)
    with method_place:
        method = choose_method()
    with st.container(key="saliency"):
        picture, chart, text = st.columns([5, 5, 4], gap="medium")
        with picture:
            answer = explain(method, target)
            where = told(answer)
            show_map(answer, where)
        with text:
            show_method(answer, found.device)
        # The browser must first load a large program for the chart. A breath lets it draw the picture before.
        time.sleep(PICTURE_FIRST)
        with chart:
            show_overlay(answer, where)


def choose_target(found: Classification) -> str:
    """Which of the five names to ask about."""
    names = resources.content().class_names(say.lang)
    shares = {p.id: live.percent(say, p.probability) for p in found.predictions}
    texts = {word: say("why.target_option", name=names.get(word, word), percent=shares[word]) for word in shares}
    return choose("target", texts, key=f"target-{'-'.join(shares)}")


def choose_method() -> str:
    """How to ask. The first method is the fastest, so it is the one that answers unasked."""
    known = resources.content().methods(say.lang)
    return choose("method", {id: known[id].name if id in known else id for id in resources.methods()}, key="method")


def choose(name: str, texts: dict[str, str], *, key: str) -> str:
    """One of `texts` by its id. The address can make the choice (`?method=occlusion`), and shows the one made."""
    asked = st.query_params.get(name)
    options = list(texts)
    chosen: str = st.pills(
        say(f"why.{name}"),
        options,
        default=asked if asked in texts else options[0],
        required=True,
        format_func=texts.__getitem__,
        key=key,
    )
    if asked != chosen:
        st.query_params[name] = chosen
    return chosen


def explain(method: str, target: str) -> SaliencyMap:
    """The map, asked once. What takes longer than a second shows how far it has come."""
    visit, place, bar = current_visit(), st.empty(), None
    if resources.methods()[method].slow and not live.is_explained(visit, method, target):
        bar = functools.partial(place.progress, text=say("why.working"))
        bar(0.0)
    answer = live.explanation(visit, method, target, bar)
    place.empty()
    return answer


def told(answer: SaliencyMap) -> str:
    """Where the strongest signal is, in one sentence."""
    if answer.peak <= 0:
        return say("why.nothing")
    share = next(word for least, word in SHARES if answer.where.share >= least)
    return say("why.where", place=live.place(say, answer.where), share=say(f"why.share_{share}"))


def show_map(answer: SaliencyMap, where: str) -> None:
    """The map alone, as a plain picture: it is there before any chart can be."""
    names, known = resources.content().class_names(say.lang), resources.content().methods(say.lang)
    told = {"name": names.get(answer.target, answer.target), "method": known[answer.method].name, "where": where}
    st.image(overlay.map_picture(answer), width="stretch", output_format="JPEG", alt=say("why.map_alt", **told))
    st.write(say("why.map_caption", **told))
    st.caption(say("why.scale_balance" if answer.signed else "why.scale_strength"))


@live.part
def show_overlay(answer: SaliencyMap, where: str) -> None:
    """The map over the photo, as a chart to explore. A fragment: the slider asks the network nothing."""
    place = st.empty()
    strength = st.slider(say("why.strength"), 0, 100, 70, 10, format="%d%%", key="strength")
    figure = overlay.overlay_figure(answer, strength=strength / 100, hover=say("why.overlay_hover", value="%{z:.2f}"))
    alt = say("why.overlay_alt", where=where)
    place.plotly_chart(figure, height="stretch", config={"displayModeBar": False}, alt=alt, key="overlay")
    st.caption(say("why.overlay_caption"))


def show_method(answer: SaliencyMap, device: str) -> None:
    """What the method measures, and where it misleads."""
    words = resources.content().methods(say.lang)[answer.method]
    with st.container(key="method-words"):
        st.subheader(say("why.measures"), anchor=False)
        st.write(words.measures)
        st.subheader(say("why.misleads"), anchor=False)
        st.write(words.misleads)
    st.caption(f"{live.answered(say, answer, device)} {live.how_good(say, answer.network)}")
    with st.container(key="go-why"):
        rooms.link(rooms.TRY, say("why.change_photo"))


main()
