from tests.api.conftest import api, refused  # noqa: F401
