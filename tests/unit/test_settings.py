"""Settings from the environment."""

import pytest

from neufit.settings import ApiSettings, PublishingSettings, SettingsError


def test_every_missing_setting_is_named() -> None:
    """A process that lacks settings fails at start and says which ones."""
    with pytest.raises(SettingsError) as refused:
        ApiSettings.from_environment({})
    for name in ("NEUFIT_PUBLIC_ORIGIN", "NEUFIT_RELAY_URL", "NEUFIT_LIVE_RELAY_URLS", "NEUFIT_SIGNING_KEY"):
        assert name in str(refused.value)


def test_a_malformed_setting_is_named() -> None:
    """A value that can't be read is named with what is wrong."""
    with pytest.raises(SettingsError, match="NEUFIT_ENCODE_THREADS"):
        PublishingSettings.from_environment({"NEUFIT_ENCODE_THREADS": "many"})


def test_values_are_read_with_their_types() -> None:
    """Numbers arrive as numbers, what is not set has its default."""
    settings = PublishingSettings.from_environment({"NEUFIT_ENCODE_THREADS": "2", "OTHER": "x"})
    assert settings.encode_threads == 2
    assert settings.table_prefix == "neufit-"
