"""Messages as the monitor sends them, made up for tests of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from twitchcam.records import QUADRANTS

if TYPE_CHECKING:
    from twitchcam.live.messages import (
        CameraRow,
        CausesMessage,
        EventMessage,
        EventRow,
        FeltMark,
        FeltMessage,
        HelloMessage,
        PreviewHead,
        ProtocolMessage,
        SessionMessage,
        SessionPhase,
        SignalsMessage,
        StatusMessage,
        SummaryMessage,
        TallyRow,
    )

FOLDER = "/home/ada/twitchcam/2026-11-23_10-15-00"


def camera(**changes: object) -> CameraRow:
    row: CameraRow = {
        "kind": "camera",
        "name": "camera 0",
        "state": "ok",
        "text": "",
        "width_px": 1280,
        "height_px": 720,
        "rate_hz": 29.97,
        "pictures": 2412,
        "dropped": 3,
        "dropped_many": False,
        "dropped_text": "3 pictures were not watched: they got lost",
        "waiting": 0,
    }
    return cast("CameraRow", row | changes)


def status(phase: SessionPhase = "running", **changes: object) -> StatusMessage:
    message: StatusMessage = {
        "type": "status",
        "phase": phase,
        "time_s": 83.4,
        "settling": False,
        "observable": True,
        "unobservable_reason": None,
        "detectable_now_mm": 0.62,
        "only_large": False,
        "camera": camera(),
        "coach": [],
        "saving": "",
    }
    return cast("StatusMessage", message | changes)


def session(**changes: object) -> SessionMessage:
    message: SessionMessage = {
        "type": "session",
        "id": "2026-11-23_10-15-00",
        "folder": FOLDER,
        "files": ["live_events.tsv", "live_events.json", "live_evidence.json"],
        "clips": "off",
        "clip_count": 0,
        "clips_left_out": 0,
        "deleted": False,
        "why_ended": "",
        "recovered": [],
        "not_recovered": [],
        "zero_epoch_ms": 1_795_428_900_000.0,
    }
    return cast("SessionMessage", message | changes)


def tally(events: int, peaks: int | None = None) -> TallyRow:
    return {
        "events": events,
        "peaks": events if peaks is None else peaks,
        "per_minute": {"value": events * 0.8, "low": events * 0.4, "high": events * 1.5},
    }


def summary(**changes: object) -> SummaryMessage:
    nobody = {"left": tally(0), "right": tally(0), "both": tally(0)}
    message: SummaryMessage = {
        "type": "summary",
        "duration_s": 83.4,
        "observable_s": 68.2,
        "observable_share": 0.818,
        "reasons_s": {"mouth movement": 11.0, "turned away": 4.2},
        "reasons": "mouth movement 11.0 s, turned away 4.2 s",
        "counts": {
            "all": tally(7, 13),
            "by_lip": {"upper": tally(2), "lower": tally(4, 10), "both": tally(1)},
            "by_side": {"left": tally(6, 12), "right": tally(1), "both": tally(0)},
            "by_pattern": {"single": tally(4), "burst": tally(2, 8), "tremor": tally(1)},
            "by_lip_and_side": {
                "upper": nobody | {"left": tally(1), "right": tally(1)},
                "lower": nobody | {"left": tally(4, 10)},
                "both": nobody | {"left": tally(1)},
            },
        },
        "rejected": {"expression": 2},
        "smallest_detectable_mm": 0.62,
        "can_be_false": "up to 2 in 60.0 s",
        "missed": "of single twitches below about 0.6 mm, more than one in ten may be missed",
        "warnings": [],
    }
    return cast("SummaryMessage", message | changes)


def row(onset_s: float, **changes: object) -> EventRow:
    made: EventRow = {
        "kind": "twitch",
        "onset_s": onset_s,
        "duration_s": 0.2,
        "lip": "lower",
        "side": "left",
        "pattern": "single",
        "peaks": 1,
        "frequency_hz": None,
        "amplitude_mm": 1.8,
        "confidence": 0.87,
        "eye": "none",
        "reason": None,
        "words": "Twitch: lower lip, left, 1.8 mm, single",
    }
    return cast("EventRow", made | changes)


def rejected(onset_s: float, reason: str = "expression") -> EventRow:
    return row(onset_s, kind="rejected", reason=reason, words=f"Movement not counted: {reason}")


def unobservable(onset_s: float, duration_s: float, reason: str = "mouth movement") -> EventRow:
    nothing = dict.fromkeys(("lip", "side", "pattern", "peaks", "amplitude_mm", "confidence"))
    return row(
        onset_s,
        kind="unobservable",
        duration_s=duration_s,
        reason=reason,
        eye=None,
        words=f"Not observable: {reason}",
        **nothing,
    )


def event(
    number: int, content: EventRow, *, final: bool = True, withdrawn: bool = False
) -> EventMessage:
    return {
        "type": "event",
        "id": number,
        "final": final,
        "withdrawn": withdrawn,
        "event": content,
    }


def signals(start_s: float = 0.0, rows: int = 0) -> SignalsMessage:
    return {
        "type": "signals",
        "time_s": [start_s + number / 30 for number in range(rows)],
        "magnitude_mm": [[0.1, 0.12, 0.1, 0.08] for _ in range(rows)],
        "threshold_mm": [[0.4, 0.4, 0.5, 0.5] for _ in range(rows)],
    }


def felt(*marks: FeltMark, text: str = "", **counts: int) -> FeltMessage:
    message: FeltMessage = {
        "type": "felt",
        "marks": list(marks),
        "felt_and_detected": 0,
        "felt_not_detected": 0,
        "felt_not_observable": 0,
        "detected_not_felt": 0,
        "text": text,
    }
    return cast("FeltMessage", message | counts)


STEPS = (
    ("rest", "Rest", "Look at the camera, lips closed, and let your face go.", 60.0),
    ("eyes_gentle", "Close your eyes gently", "Close your eyes gently, five times.", 20.0),
    ("eyes_tight", "Close your eyes tightly", "Squeeze your eyes shut, five times.", 20.0),
    ("brows", "Raise your brows", "Raise your brows and let go, five times.", 20.0),
    ("smile", "Smile", "Smile and let go, five times.", 20.0),
    ("pucker", "Pucker", "Pucker your lips and let go, five times.", 20.0),
    ("counting", "Count backwards", "Count aloud backwards from 20.", 20.0),
    ("hold", "Try to hold it", "Try to keep your lips from twitching.", 60.0),
)


def protocol(
    state: Literal["idle", "lead_in", "active", "done", "cancelled"] = "idle", **changes: object
) -> ProtocolMessage:
    message: ProtocolMessage = {
        "type": "protocol",
        "state": state,
        "steps": [
            {"name": name, "title": title, "instruction": words, "duration_s": duration_s}
            for name, title, words, duration_s in STEPS
        ],
        "lead_in_s": 6.0,
        "step": None,
        "remaining_s": None,
        "cue": "",
        "cue_number": 0,
        "results": [],
    }
    return cast("ProtocolMessage", message | changes)


def causes(**changes: object) -> CausesMessage:
    message: CausesMessage = {
        "type": "causes",
        "text": "Answer the questions first: twitchcam causes",
        "urgent": [],
        "causes": [],
        "footnote": "",
    }
    return cast("CausesMessage", message | changes)


def hello(**changes: object) -> HelloMessage:
    message: HelloMessage = {
        "type": "hello",
        "version": "0.1.0",
        "not_a_diagnosis": "This is a measurement of movement in the picture, not a diagnosis.",
        "own_sides": "Left and right are the person's own.",
        "status": status(),
        "session": session(),
        "summary": None,
        "events": [],
        "older_events": 0,
        "signals": signals(),
        "protocol": protocol(),
        "felt": felt(),
        "causes": causes(),
    }
    return cast("HelloMessage", message | changes)


def preview_head(frame: int, *moving: str) -> PreviewHead:
    """Head of a preview in which the named quadrants move."""
    lefts, tops = {"left": 0.5, "right": 0.4}, {"upper": 0.6, "lower": 0.65}
    outlines = []
    for name in QUADRANTS:
        lip, side = name.split("-")
        x, y = lefts[side], tops[lip]
        outlines.append([[x, y], [x + 0.1, y], [x + 0.1, y + 0.05], [x, y + 0.05]])
    return {
        "frame": frame,
        "time_s": frame / 30,
        "width_px": 640,
        "height_px": 480,
        "quadrants": outlines,
        "levels": [1.6 if name in moving else 0.3 for name in QUADRANTS],
        "moving": [name in moving for name in QUADRANTS],
        "observable": True,
    }
