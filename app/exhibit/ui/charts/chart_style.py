"""What the charts that people explore have in common: no buttons, no ground of their own, calm labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exhibit.ui.theme import Theme

PLAIN = {"displayModeBar": False, "doubleClick": False, "scrollZoom": False}
"""Plotly's configuration: a chart is tapped, never dragged out of shape."""


def bare_layout(ink: Theme) -> dict[str, Any]:
    """The part of a Plotly layout that does not depend on what the chart shows."""
    return {
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {"bgcolor": ink.ink, "font": {"color": ink.paper, "size": 16}, "bordercolor": ink.ink},
    }
