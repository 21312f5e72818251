"""Who has the floor."""

from media_relay.rtc.forwarding.speaker import SpeakerDetector

LOUD, QUIET = 30, 110


def _talk(detector: SpeakerDetector, seconds: float, start: float, **levels: int) -> float:
    for frame in range(int(seconds * 50)):
        now = start + frame / 50
        for name, level in levels.items():
            detector.hear(name, level)
        detector.decide(now)
    return start + seconds


def test_the_one_who_speaks_has_the_floor():
    """Within two seconds, and keeps it in a pause of half a second and against a short noise of another."""
    detector: SpeakerDetector[str] = SpeakerDetector()
    now = _talk(detector, 2, 0, anna=LOUD, ben=QUIET)
    assert detector.dominant == "anna"
    assert detector.speaking("anna")
    assert not detector.speaking("ben")
    assert detector.loudness("anna") > 90 > detector.loudness("ben")
    now = _talk(detector, 0.1, now, anna=LOUD, ben=LOUD)
    assert detector.dominant == "anna"
    now = _talk(detector, 0.5, now, anna=QUIET, ben=QUIET)
    assert detector.dominant == "anna"


def test_the_floor_goes_to_who_speaks_on():
    """Within a few seconds after the first one has stopped."""
    detector: SpeakerDetector[str] = SpeakerDetector()
    now = _talk(detector, 5, 0, anna=LOUD, ben=QUIET)
    _talk(detector, 5, now, anna=QUIET, ben=LOUD)
    assert detector.dominant == "ben"


def test_who_has_gone_has_no_floor():
    """Nobody has it until somebody speaks."""
    detector: SpeakerDetector[str] = SpeakerDetector()
    _talk(detector, 2, 0, anna=LOUD)
    detector.forget("anna")
    assert detector.dominant is None
    assert detector.loudness("anna") == 0
