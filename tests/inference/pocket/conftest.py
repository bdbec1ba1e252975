"""One loaded model for all tests of the folder."""

import pytest

from inference.pocket.architecture import MODEL_DIRECTORY
from inference.pocket.evaluate import Speaker


@pytest.fixture(scope="session")
def speaker() -> Speaker:
    """The published model, loaded the way any caller loads a model."""
    return Speaker(MODEL_DIRECTORY)
